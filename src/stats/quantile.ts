import { ColdstartError } from '../core/errors.ts'
import { assertSorted, type SortedSamples } from './sorted-samples.ts'

/** R allows for the rounding of (n − 1)·p by this much before it takes the next order statistic. */
const FUZZ = 4 * Number.EPSILON

/**
 * Sample quantile, Hyndman–Fan type 7 (the default of R and NumPy): linear interpolation between
 * the order statistics around (n − 1)·p + 1. Assumes nothing of the distribution.
 * Source: Hyndman & Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996).
 * @param p from 0 (minimum) to 1 (maximum)
 * @throws ColdstartError `no-samples`, `bad-probability`, `not-sorted`, `not-a-number`
 */
export function quantile(samples: SortedSamples, p: number): number {
  if (samples.length === 0) throw new ColdstartError('no-samples', { statistic: 'quantile' })
  assertSorted(samples)
  if (!(p >= 0 && p <= 1)) throw new ColdstartError('bad-probability', { value: p })
  const position = (samples.length - 1) * p
  const below = Math.floor(position + FUZZ)
  const low = samples[below] as number
  const high = samples[Math.min(below + 1, samples.length - 1)] as number
  const share = position - below
  if (share <= FUZZ || low === high) return low
  // Between neighbours that nearly agree rounding leads beyond them.
  return Math.min(high, Math.max(low, (1 - share) * low + share * high))
}

/**
 * The median: `quantile(samples, 0.5)`.
 * @throws ColdstartError `no-samples`
 */
export function median(samples: SortedSamples): number {
  return quantile(samples, 0.5)
}

/** How many samples a percentile needs before it is printed at all. */
export const SAMPLES_NEEDED = { p90: 10, p95: 20, p99: 100 } as const

/**
 * Why a percentile of `n` samples is not printed, or undefined when it is. A p95 of fewer than 20
 * samples (a p90 of fewer than 10, a p99 of fewer than 100) is the maximum under another name.
 */
export function refusePercentile(percentile: keyof typeof SAMPLES_NEEDED, n: number): string | undefined {
  const needed = SAMPLES_NEEDED[percentile]
  return n < needed ? `needs ${needed} samples, has ${n}` : undefined
}
