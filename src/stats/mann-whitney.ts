import { ColdstartError } from '../core/errors.ts'
import { mannWhitneyDistribution } from './mann-whitney-distribution.ts'
import { normalUpperTail } from './normal-distribution.ts'
import { assertSorted, type SortedSamples } from './sorted-samples.ts'

/** From this size on, on either side, the normal approximation is used (as R does). */
export const EXACT_BELOW = 50

/** The statistic of a Mann–Whitney test, and its p. */
export interface MannWhitney {
  /** Pairs with x above y, a tie counting half. */
  readonly u: number
  /** Two-sided. */
  readonly p: number
  readonly method: 'exact' | 'normal'
}

/**
 * Two-sided Mann–Whitney (Wilcoxon rank-sum) test of x against y: exact for n < 50 a side without ties,
 * else the normal approximation with tie and continuity correction. Assumes independent samples; what is
 * tested is that neither side tends to be larger. p is 1 when all values are equal.
 * Source: Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd ed., 4.1; as R's wilcox.test.
 * @throws ColdstartError `no-samples`, `not-sorted`, `not-a-number`
 */
export function mannWhitney(x: SortedSamples, y: SortedSamples): MannWhitney {
  if (x.length === 0 || y.length === 0)
    throw new ColdstartError('no-samples', { statistic: 'Mann–Whitney test' })
  assertSorted(x)
  assertSorted(y)
  const { u, tieSum } = comparePairs(x, y)
  if (tieSum === 0 && isExactSize(x.length, y.length))
    return { u, p: exactP(u, x.length, y.length), method: 'exact' }
  return { u, p: normalP(u, x.length, y.length, tieSum), method: 'normal' }
}

/** True where the exact distribution is used, if there are no ties. */
export function isExactSize(m: number, n: number): boolean {
  return m < EXACT_BELOW && n < EXACT_BELOW
}

/** U and Σ(t³ − t) over groups of tied values in the pooled sample, in one merge. */
export function comparePairs(x: SortedSamples, y: SortedSamples): { u: number; tieSum: number } {
  let u = 0
  let tieSum = 0
  let i = 0
  let j = 0
  while (i < x.length || j < y.length) {
    const value = Math.min(x[i] ?? Number.POSITIVE_INFINITY, y[j] ?? Number.POSITIVE_INFINITY)
    const below = j
    const start = i
    while (i < x.length && x[i] === value) i++
    while (j < y.length && y[j] === value) j++
    u += (i - start) * (below + (j - below) / 2)
    const tied = i - start + j - below
    tieSum += tied ** 3 - tied
  }
  return { u, tieSum }
}

/** Standard deviation of U under the null, corrected for ties in a pooled sample of m + n. */
export function standardErrorOfU(m: number, n: number, tieSum: number): number {
  const all = m + n
  return Math.sqrt(((m * n) / 12) * (all + 1 - (all > 1 ? tieSum / (all * (all - 1)) : 0)))
}

/** The smallest two-sided p that m against n can give at all (no ties, complete separation). */
export function smallestP(m: number, n: number): number {
  if (m === 0 || n === 0) return 1
  if (!isExactSize(m, n)) return normalP(0, m, n, 0)
  return exactP(0, m, n)
}

function exactP(u: number, m: number, n: number): number {
  const smaller = Math.min(u, m * n - u)
  return Math.min(1, 2 * mannWhitneyDistribution(m, n).cumulative(smaller))
}

function normalP(u: number, m: number, n: number, tieSum: number): number {
  const sigma = standardErrorOfU(m, n, tieSum)
  if (!(sigma > 0)) return 1
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5)
  return Math.min(1, 2 * normalUpperTail(distance / sigma))
}
