import type { Sample } from '../core/sample.ts'
import { wayFactsOf } from '../core/way-facts.ts'
import { sortSamples } from './sorted-samples.ts'
import { learnWarm, temperatureAfterIdle, type WarmReference } from './warm-reference.ts'

/** True for a reply that carries no evidence of its temperature but its latency. */
export function isSilent({ observed, error, instance, platform, phases }: Sample): boolean {
  return observed === 'unknown' && !error && !instance && !platform && (phases.waitMs ?? 0) > 0
}

/** What of a silent reply its inferred temperature rests on, beside its wait. */
export type SilentReply = Readonly<{
  intended: Sample['intended']
  coldBy?: string
  flags?: readonly string[]
}>

/**
 * True for a reply that the warm distribution is learned from: meant to be warm, hence sent milliseconds
 * after another reply, while this machine was not busy.
 */
export function teachesWarm(reply: SilentReply): boolean {
  return reply.intended === 'warm' && isUsable(reply)
}

/**
 * The temperature of one reply of a target that reports nothing, from the protocol and its wait. A
 * warm-intended one is warm however slow it was; the others are judged against these. A reply during which
 * this machine was busy (`loop-delay`) carries no inference, nor does one of a burst, which waits for its siblings.
 * @param waitMs in ms
 */
export function inferTemperature(
  reply: SilentReply,
  waitMs: number,
  learned: WarmReference,
): 'cold' | 'warm' | 'unknown' {
  if (!isUsable(reply)) return 'unknown'
  if (reply.intended === 'warm') return 'warm'
  if (!learned.supported || wayFactsOf(undefined, reply.coldBy ?? '').isCluster) return 'unknown'
  return temperatureAfterIdle(learned, waitMs)
}

function isUsable({ flags }: SilentReply): boolean {
  return !flags?.includes('loop-delay')
}

/**
 * Infers cold and warm for a target whose function reports nothing (`inferTemperature`). Inferred samples
 * carry `evidence: 'latency'` and `inferred: true`; the rest stays `unknown`. Samples of a target that gives
 * evidence anywhere are returned as they are.
 * @param samples all of one target group
 */
export function classifySilent(samples: readonly Sample[]): Sample[] {
  const replied = samples.filter(({ error }) => !error)
  if (!replied.every(isSilent)) return [...samples]
  const learned = learnWarm(sortSamples(replied.filter(teachesWarm).map(waitOf)))
  return samples.map((sample) => {
    if (sample.error) return sample
    const observed = inferTemperature(sample, waitOf(sample), learned)
    return observed === 'unknown' ? sample : { ...sample, observed, evidence: 'latency', inferred: true }
  })
}

function waitOf({ phases }: Sample): number {
  return phases.waitMs ?? 0
}
