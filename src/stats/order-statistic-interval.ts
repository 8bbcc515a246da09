import type { Interval } from '../core/summary.ts'
import { binomialDistribution } from './binomial-distribution.ts'
import { assertSorted, type SortedSamples } from './sorted-samples.ts'

/** An interval of a quantile between two order statistics, with the coverage that it really has. */
export interface OrderStatisticInterval extends Interval {
  /** 1-based ranks; a bound that is not attainable at this n is left out. */
  readonly lowerRank?: number
  readonly upperRank?: number
}

/**
 * Distribution-free confidence interval of the p-quantile from two order statistics, equal-tailed.
 * Ranks: lower = qbinom(α/2, n, p), upper = qbinom(1 − α/2, n, p) + 1. Assumes independent samples of
 * one continuous distribution; with ties the coverage is at least what is stated.
 * Source: Conover, Practical Nonparametric Statistics, 3rd ed., 3.2; Hahn & Meeker, Statistical Intervals, 5.2.
 * @returns bounds in the samples' unit, and the coverage they really have (an open side counts as covered)
 * @throws ColdstartError `not-sorted`, `not-a-number`
 */
export function orderStatisticInterval(
  samples: SortedSamples,
  p: number,
  confidence = 0.95,
): OrderStatisticInterval {
  assertSorted(samples)
  const n = samples.length
  const alpha = 1 - confidence
  const binomial = binomialDistribution(n, p)
  const lowerRank = binomial.quantile(alpha / 2)
  const upperRank = binomial.quantile(1 - alpha / 2) + 1
  const below = binomial.cumulative(lowerRank - 1)
  const covered = upperRank > n ? 1 : binomial.cumulative(upperRank - 1)
  return {
    ...(lowerRank >= 1 ? { lowerRank, lower: samples[lowerRank - 1] as number } : {}),
    ...(upperRank <= n ? { upperRank, upper: samples[upperRank - 1] as number } : {}),
    coverage: covered - (lowerRank >= 1 ? below : 0),
  }
}

/** The interval without its ranks, as a result carries it. */
export function withoutRanks({ lower, upper, coverage }: OrderStatisticInterval): Interval {
  return {
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    coverage,
  }
}
