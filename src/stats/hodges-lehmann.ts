import { ColdstartError } from '../core/errors.ts'
import type { Interval } from '../core/summary.ts'
import { comparePairs, isExactSize, standardErrorOfU } from './mann-whitney.ts'
import { mannWhitneyDistribution } from './mann-whitney-distribution.ts'
import { normalQuantile } from './normal-distribution.ts'
import { difference, middlePairs, type PairOperation, quotient, selectPair } from './pairwise-selection.ts'
import { assertSorted, type SortedSamples } from './sorted-samples.ts'

/** A Hodges–Lehmann estimate with its interval. */
export interface HodgesLehmann {
  readonly estimate: number
  /** Bounds in the unit of the estimate; one that is not attainable at these sizes is left out. */
  readonly lower?: number
  readonly upper?: number
  /** Coverage of the interval: exact where the test is, else nominal. */
  readonly coverage: number
  /** What was asked for, or less where the sizes cannot give it (two against two: 0.67). */
  readonly confidence: number
  readonly method: 'exact' | 'normal'
}

/**
 * Hodges–Lehmann shift of x over y: the median of all differences x − y, with the interval that inverts
 * the two-sided Mann–Whitney test (exact for n < 50 a side without ties, else the normal approximation
 * with tie and continuity correction). Assumes independent samples of two distributions of one shape.
 * Source: Hodges & Lehmann, Annals of Mathematical Statistics 34 (1963); intervals after Hollander,
 * Wolfe & Chicken, 4.3, as R's wilcox.test(conf.int = TRUE).
 * @throws ColdstartError `no-samples`, `not-sorted`, `not-a-number`
 */
export function hodgesLehmannShift(x: SortedSamples, y: SortedSamples, confidence = 0.95): HodgesLehmann {
  return estimatePairs(x, y, difference, (low, high) => low + (high - low) / 2, confidence)
}

/**
 * Hodges–Lehmann estimate on log latencies, read as a ratio x ÷ y: the median of all quotients (geometric
 * mean of the two middle ones), with its interval as for the shift. 1.4 says x takes 1.4 × as long.
 * Zeros on one side are borne as long as the estimate is positive and finite; a bound that is not is left out.
 * @throws ColdstartError `no-samples`, `not-sorted`, `not-a-number`; `not-positive` where a value is negative, both sides have zeros, or
 * so many are zero that there is no ratio
 */
export function hodgesLehmannRatio(x: SortedSamples, y: SortedSamples, confidence = 0.95): HodgesLehmann {
  const [smallest = 1, other = 1] = [x[0], y[0]]
  if (smallest < 0 || other < 0 || (smallest === 0 && other === 0)) throw noRatio(Math.min(smallest, other))
  const found = estimatePairs(x, y, quotient, (low, high) => Math.sqrt(low) * Math.sqrt(high), confidence)
  if (!isRatio(found.estimate)) throw noRatio(0)
  const { lower = 0, upper = 0, ...rest } = found
  return { ...rest, ...(isRatio(lower) ? { lower } : {}), ...(isRatio(upper) ? { upper } : {}) }
}

function isRatio(value: number): boolean {
  return value > 0 && value < Number.POSITIVE_INFINITY
}

function noRatio(value: number): ColdstartError {
  return new ColdstartError('not-positive', { statistic: 'ratio', value })
}

/** The interval of an estimate as a result carries it, or undefined where its coverage is not attainable. */
export function intervalOf(estimate: HodgesLehmann, confidence = 0.95): Interval | undefined {
  const { lower, upper, coverage } = estimate
  if (lower === undefined || upper === undefined || coverage < confidence - 1e-9) return undefined
  return { lower, upper, coverage }
}

function estimatePairs(
  x: SortedSamples,
  y: SortedSamples,
  operation: PairOperation,
  between: (low: number, high: number) => number,
  confidence: number,
): HodgesLehmann {
  if (x.length === 0 || y.length === 0)
    throw new ColdstartError('no-samples', { statistic: 'Hodges–Lehmann estimate' })
  assertSorted(x)
  assertSorted(y)
  const [low, high] = middlePairs(x, y, operation)
  const { rank, ...facts } = lowerRank(x, y, confidence)
  const estimate = low === high ? low : between(low, high)
  if (rank < 1) return { estimate, ...facts }
  const upperRank = x.length * y.length + 1 - rank
  return {
    estimate,
    lower: selectPair(x, y, operation, rank),
    upper: selectPair(x, y, operation, upperRank),
    ...facts,
  }
}

interface LowerRank extends Pick<HodgesLehmann, 'coverage' | 'confidence' | 'method'> {
  /** 1-based rank of the lower bound among all pairs; below 1 when it is not attainable. */
  readonly rank: number
}

function lowerRank(x: SortedSamples, y: SortedSamples, confidence: number): LowerRank {
  const alpha = 1 - confidence
  const [m, n] = [x.length, y.length]
  if (isExactSize(m, n) && comparePairs(x, y).tieSum === 0) {
    const distribution = mannWhitneyDistribution(m, n)
    const rank = Math.max(1, distribution.quantile(alpha / 2))
    const missed = 2 * distribution.cumulative(rank - 1)
    const attained = missed - alpha <= alpha / 2
    return { rank, coverage: 1 - missed, confidence: attained ? confidence : 1 - missed, method: 'exact' }
  }
  // Between two neighbouring pairs no x meets a y, so only ties within a side narrow the distribution.
  const tieSum = tieSumWithin(x) + tieSumWithin(y)
  const reach = normalQuantile(1 - alpha / 2) * standardErrorOfU(m, n, tieSum) + 0.5
  return { rank: Math.ceil((m * n) / 2 - reach), coverage: confidence, confidence, method: 'normal' }
}

const NOTHING: readonly number[] = []

function tieSumWithin(samples: SortedSamples): number {
  return comparePairs(samples, NOTHING as SortedSamples).tieSum
}
