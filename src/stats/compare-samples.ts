import type { Interval } from '../core/result.ts'
import { cliffsDelta } from './cliffs-delta.ts'
import { hodgesLehmannRatio, intervalOf } from './hodges-lehmann.ts'
import { mannWhitney, smallestP } from './mann-whitney.ts'
import type { SortedSamples } from './sorted-samples.ts'

/** A difference below 5 % is not reported even when it is significant. */
export const PRACTICAL_THRESHOLD = 0.05
export const SIGNIFICANCE = 0.05

export interface SampleComparison {
  readonly nA: number
  readonly nB: number
  /** a ÷ b, Hodges–Lehmann on the log scale. */
  readonly ratio?: number
  readonly ratioInterval?: Interval
  readonly p?: number
  readonly cliffsDelta?: number
}

/**
 * Everything that is said of two independent sets of latencies: ratio with interval, p, Cliff's delta.
 * An empty side gives its n and no figure; so does a ratio of samples that are not all positive.
 */
export function compareSamples(a: SortedSamples, b: SortedSamples): SampleComparison {
  const sizes = { nA: a.length, nB: b.length }
  if (a.length === 0 || b.length === 0) return sizes
  const shared = { ...sizes, p: mannWhitney(a, b).p, cliffsDelta: cliffsDelta(a, b) }
  if ((a[0] as number) <= 0 || (b[0] as number) <= 0) return shared
  const ratio = hodgesLehmannRatio(a, b)
  const ratioInterval = intervalOf(ratio)
  return { ...shared, ratio: ratio.estimate, ...(ratioInterval ? { ratioInterval } : {}) }
}

export type ComparisonVerdict = 'a-faster' | 'b-faster' | 'no-difference-shown' | 'not-enough-data'

/**
 * A difference is reported only when the test is significant after Holm *and* the ratio is beyond the
 * practical threshold. Sizes that could not reach significance at all are not enough data.
 * @param pAdjusted after Holm
 */
export function judgeComparison(
  { nA, nB, ratio }: SampleComparison,
  pAdjusted: number | undefined,
  threshold = PRACTICAL_THRESHOLD,
): ComparisonVerdict {
  if (ratio === undefined || pAdjusted === undefined || smallestP(nA, nB) >= SIGNIFICANCE)
    return 'not-enough-data'
  if (pAdjusted >= SIGNIFICANCE) return 'no-difference-shown'
  if (ratio > 1 + threshold) return 'b-faster'
  return ratio < 1 / (1 + threshold) ? 'a-faster' : 'no-difference-shown'
}
