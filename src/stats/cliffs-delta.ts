import { ColdstartError } from '../core/errors.ts'
import { comparePairs } from './mann-whitney.ts'
import { assertSorted, type SortedSamples } from './sorted-samples.ts'

/**
 * Cliff's delta of x over y: P(x > y) − P(x < y) over all pairs, from −1 (every x below every y) to 1.
 * An effect size without a distributional assumption.
 * Source: Cliff, Dominance Statistics, Psychological Bulletin 114 (1993); here as 2U ÷ mn − 1.
 * @throws ColdstartError `no-samples`, `not-sorted`, `not-a-number`
 */
export function cliffsDelta(x: SortedSamples, y: SortedSamples): number {
  if (x.length === 0 || y.length === 0) throw new ColdstartError('no-samples', { statistic: "Cliff's delta" })
  assertSorted(x)
  assertSorted(y)
  return (2 * comparePairs(x, y).u) / (x.length * y.length) - 1
}
