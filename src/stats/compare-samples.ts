import type { Interval } from '../core/summary.ts'
import { cliffsDelta } from './cliffs-delta.ts'
import { hodgesLehmannRatio, intervalOf } from './hodges-lehmann.ts'
import { adjustByHolm } from './holm.ts'
import { mannWhitney, smallestP } from './mann-whitney.ts'
import { assertSorted, type SortedSamples } from './sorted-samples.ts'

/** A difference below 5 % is not reported even when it is significant. */
export const PRACTICAL_THRESHOLD = 0.05
const SIGNIFICANCE = 0.05

/** Two samples compared: the ratio of waits with its interval, and p. */
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
 * @throws ColdstartError `not-sorted`, `not-a-number`
 */
export function compareSamples(a: SortedSamples, b: SortedSamples): SampleComparison {
  assertSorted(a)
  assertSorted(b)
  const sizes = { nA: a.length, nB: b.length }
  if (a.length === 0 || b.length === 0) return sizes
  const shared = { ...sizes, p: mannWhitney(a, b).p, cliffsDelta: cliffsDelta(a, b) }
  if ((a[0] as number) <= 0 || (b[0] as number) <= 0) return shared
  const ratio = hodgesLehmannRatio(a, b)
  const ratioInterval = intervalOf(ratio)
  return { ...shared, ratio: ratio.estimate, ...(ratioInterval ? { ratioInterval } : {}) }
}

/**
 * Holm's adjustment over the comparisons that could be significant at all; the others get none, and do not
 * make the rest harder to show (their smallest possible p is above the level, so they cannot err).
 * Source: Tarone, A Modified Bonferroni Method for Discrete Data, Biometrics 46 (1990).
 * @returns adjusted p-values in the order given
 */
export function adjustComparisons(comparisons: readonly SampleComparison[]): (number | undefined)[] {
  const testable = comparisons.map(({ nA, nB, p }) => (smallestP(nA, nB) < SIGNIFICANCE ? p : undefined))
  const adjusted = adjustByHolm(testable.filter((p) => p !== undefined))
  return testable.map((p) => (p === undefined ? undefined : adjusted.shift()))
}

/** What two sets of samples show of each other. */
export type ComparisonVerdict = 'a-faster' | 'b-faster' | 'no-difference-shown' | 'not-enough-data'

/**
 * A difference is reported only when the test is significant after Holm *and* the ratio is beyond the
 * practical threshold.
 * @param pAdjusted after Holm; undefined where the sizes could not reach significance at all
 */
export function judgeComparison(
  { ratio }: SampleComparison,
  pAdjusted: number | undefined,
  threshold = PRACTICAL_THRESHOLD,
): ComparisonVerdict {
  if (ratio === undefined || pAdjusted === undefined) return 'not-enough-data'
  if (pAdjusted >= SIGNIFICANCE) return 'no-difference-shown'
  if (ratio > 1 + threshold) return 'b-faster'
  return ratio < 1 / (1 + threshold) ? 'a-faster' : 'no-difference-shown'
}
