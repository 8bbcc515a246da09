import { type Random, seededRandom } from '../core/random.ts'
import { mapValues } from './map-values.ts'
import {
  fitTwoNormals,
  logLikelihood,
  logLikelihoodOfOne,
  type NormalMixture,
  weightOfSlow,
} from './normal-mixture.ts'
import type { SortedSamples } from './sorted-samples.ts'

/** Two components must improve the BIC by this much over one (very strong evidence, Kass & Raftery 1995). */
export const BIC_MARGIN = 10
/** … lie this many pooled standard deviations apart … */
export const SEPARATION_SD = 2
/** … and hold at least so many samples each. */
export const SMALLEST_COMPONENT = 5
/** A sample whose more likely component has less than this posterior is unknown. */
export const POSTERIOR_NEEDED = 0.9

/** EM sees at most so many evenly spaced order statistics; the BIC is taken over all samples. */
const FITTED_AT_MOST = 4096
const RANDOM_STARTS = 6

export type LatencySplit =
  | {
      readonly supported: true
      /** Of the natural logarithm of the waits in ms. */
      readonly mixture: NormalMixture
      /** BIC of one component − BIC of two. */
      readonly bicGain: number
      /** Distance of the means in pooled standard deviations. */
      readonly separationSd: number
    }
  | { readonly supported: false; readonly reason: string }

/**
 * Splits waits into a fast and a slow component: a two-component Gaussian mixture of log(wait), fitted by
 * EM from several starts drawn with `seed`. Supported only where BIC prefers two components by 10, they
 * lie 2 SD apart (Ashman's D) and each has 5 samples. Assumes that waits of either temperature are roughly
 * log-normal; says nothing about *why* one is slow.
 * Source: Dempster, Laird & Rubin, JRSS B 39 (1977); Schwarz, Annals of Statistics 6 (1978);
 * Ashman, Bird & Zepf, Astronomical Journal 108 (1994).
 * @param waits in ms, all positive
 */
export function splitByLatency(waits: SortedSamples, seed = 1): LatencySplit {
  const n = waits.length
  if (n < 2 * SMALLEST_COMPONENT) return unsupported(`needs ${2 * SMALLEST_COMPONENT} samples, has ${n}`)
  if ((waits[0] as number) <= 0) return unsupported('a wait of zero has no logarithm')
  const logs = mapValues(waits, Math.log)
  const mixture = bestFit(thin(logs), seededRandom(seed))
  const bicGain = 2 * (logLikelihood(mixture, logs) - logLikelihoodOfOne(logs)) - 3 * Math.log(n)
  const { fast, slow } = mixture
  const separationSd = ((slow.mean - fast.mean) * Math.SQRT2) / Math.hypot(fast.sd, slow.sd)
  const slowCount = logs.reduce((sum, log) => sum + (weightOfSlow(mixture, log) > 0.5 ? 1 : 0), 0)
  if (bicGain < BIC_MARGIN) return unsupported('the waits look like one population, not two')
  if (separationSd < SEPARATION_SD) return unsupported('fast and slow waits overlap too much')
  if (Math.min(slowCount, n - slowCount) < SMALLEST_COMPONENT)
    return unsupported(`one of the two groups has fewer than ${SMALLEST_COMPONENT} samples`)
  return { supported: true, mixture, bicGain, separationSd }
}

/**
 * The temperature that a wait suggests, or `unknown` below a posterior of 0.9.
 * @param waitMs in ms
 */
export function temperatureOf(
  { mixture }: { mixture: NormalMixture },
  waitMs: number,
): 'cold' | 'warm' | 'unknown' {
  const log = Math.log(waitMs)
  const slow = weightOfSlow(mixture, log)
  // The wider component has the heavier tails on both sides; beyond the other's mean that is no evidence.
  if (slow >= POSTERIOR_NEEDED) return log > mixture.fast.mean ? 'cold' : 'unknown'
  if (1 - slow >= POSTERIOR_NEEDED) return log < mixture.slow.mean ? 'warm' : 'unknown'
  return 'unknown'
}

function bestFit(logs: Float64Array, random: Random): NormalMixture {
  const cuts = [widestGap(logs), logs.length >> 1, logs.length >> 2, logs.length - (logs.length >> 2)]
  for (let start = 0; start < RANDOM_STARTS; start++) cuts.push(1 + Math.floor(random() * (logs.length - 1)))
  const fits = cuts.map((cut) => fitTwoNormals(logs, cut))
  return fits.reduce((best, fit) => (fit.logLikelihood > best.logLikelihood ? fit : best)).mixture
}

function widestGap(logs: Float64Array): number {
  let at = 1
  for (let index = 1; index < logs.length; index++) {
    const gap = (logs[index] as number) - (logs[index - 1] as number)
    if (gap > (logs[at] as number) - (logs[at - 1] as number)) at = index
  }
  return at
}

function thin(logs: Float64Array): Float64Array {
  if (logs.length <= FITTED_AT_MOST) return logs
  const step = (logs.length - 1) / (FITTED_AT_MOST - 1)
  return Float64Array.from({ length: FITTED_AT_MOST }, (_, index) => logs[Math.round(index * step)] as number)
}

function unsupported(reason: string): LatencySplit {
  return { supported: false, reason }
}
