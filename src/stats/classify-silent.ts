import type { Sample } from '../core/sample.ts'
import { splitByLatency, temperatureOf } from './latency-mixture.ts'
import { sortSamples } from './sorted-samples.ts'

/** True for a reply that carries no evidence of its temperature but its latency. */
export function isSilent({ observed, error, instance, platform, phases }: Sample): boolean {
  return observed === 'unknown' && !error && !instance && !platform && (phases.waitMs ?? 0) > 0
}

/**
 * Infers cold and warm for a target whose function reports nothing, from its waits alone
 * (`splitByLatency`). Inferred samples carry `evidence: 'latency'` and `inferred: true`; what the split
 * does not support stays `unknown`. Samples of a target that gives evidence anywhere are returned as they are.
 * @param samples all of one target group
 * @param seed for the starts of the fit
 */
export function classifySilent(samples: readonly Sample[], seed = 1): Sample[] {
  const replied = samples.filter(({ error }) => !error)
  if (!replied.every(isSilent)) return [...samples]
  const split = splitByLatency(sortSamples(replied.map(({ phases }) => phases.waitMs ?? 0)), seed)
  if (!split.supported) return [...samples]
  return samples.map((sample) => {
    if (!isSilent(sample)) return sample
    const observed = temperatureOf(split, sample.phases.waitMs ?? 0)
    return observed === 'unknown' ? sample : { ...sample, observed, evidence: 'latency', inferred: true }
  })
}
