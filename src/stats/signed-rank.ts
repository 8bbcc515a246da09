import { ColdstartError } from '../core/errors.ts'
import { mapValues } from './map-values.ts'
import { normalQuantile, normalUpperTail } from './normal-distribution.ts'
import { selectByCount } from './pairwise-selection.ts'
import { median } from './quantile.ts'
import { signedRankDistribution } from './signed-rank-distribution.ts'
import { assertSorted, type SortedSamples, sortInPlace } from './sorted-samples.ts'

/** From so many differences on the normal approximation is used (as R does). */
const EXACT_BELOW = 50

/** The statistic of a Wilcoxon signed-rank test, and its p. */
export interface SignedRank {
  /** Differences that are not zero. */
  readonly n: number
  /** Sum of the ranks of the positive differences. */
  readonly v: number
  /** Two-sided. */
  readonly p: number
  /** Hodges–Lehmann estimate of the centre: the median of all averages of two differences. */
  readonly estimate: number
  /** Bounds in the unit of the differences; left out where 95 % is not attainable. */
  readonly lower?: number
  readonly upper?: number
  /** Of the interval: exact where the test is, else nominal. */
  readonly coverage: number
  readonly method: 'exact' | 'normal'
}

/**
 * Wilcoxon signed-rank test that paired differences lie around zero, with the Hodges–Lehmann estimate of
 * their centre and the interval that inverts the test: exact below 50 differences without ties or zeros,
 * else the normal approximation with tie and continuity correction. Zeros are left out of the test.
 * Assumes pairs that are independent of each other and differences that are symmetric around their centre.
 * Source: Wilcoxon 1945; Hollander, Wolfe & Chicken, 3rd ed., 3.1–3.3; as R's wilcox.test(paired = TRUE, conf.int = TRUE).
 * @param differences sorted, in any one unit
 * @throws ColdstartError `no-samples`, `not-sorted`, `not-a-number`
 */
export function signedRank(differences: SortedSamples, confidence = 0.95): SignedRank {
  assertSorted(differences)
  if (differences.length === 0) throw new ColdstartError('no-samples', { statistic: 'signed-rank test' })
  const kept = Float64Array.from(differences).filter((value) => value !== 0) as Float64Array & SortedSamples
  const n = kept.length
  if (n === 0) return { n, v: 0, p: 1, estimate: median(differences), coverage: confidence, method: 'normal' }
  const { v, tieSum } = rankByDistance(kept)
  const isExact = n < EXACT_BELOW && tieSum === 0 && n === differences.length
  const { p, rank, coverage } = isExact ? exactFacts(v, n, confidence) : normalFacts(v, n, tieSum, confidence)
  const all = (n * (n + 1)) / 2
  const estimate = (walshAverage(kept, Math.ceil(all / 2)) + walshAverage(kept, Math.floor(all / 2) + 1)) / 2
  const attained = rank >= 1 && coverage >= confidence - 1e-9
  return {
    n,
    v,
    p,
    estimate,
    ...(attained ? { lower: walshAverage(kept, rank), upper: walshAverage(kept, all + 1 - rank) } : {}),
    coverage,
    method: isExact ? 'exact' : 'normal',
  }
}

function exactFacts(v: number, n: number, confidence: number) {
  const distribution = signedRankDistribution(n)
  const smaller = Math.min(v, (n * (n + 1)) / 2 - v)
  const rank = Math.max(1, distribution.quantile((1 - confidence) / 2))
  return {
    p: Math.min(1, 2 * distribution.cumulative(smaller)),
    rank,
    coverage: 1 - 2 * distribution.cumulative(rank - 1),
  }
}

function normalFacts(v: number, n: number, tieSum: number, confidence: number) {
  const center = (n * (n + 1)) / 4
  const sigma = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieSum / 48)
  const distance = Math.max(0, Math.abs(v - center) - 0.5)
  const reach = normalQuantile(1 - (1 - confidence) / 2) * sigma + 0.5
  return {
    p: Math.min(1, 2 * normalUpperTail(distance / sigma)),
    rank: Math.ceil(center - reach),
    coverage: confidence,
  }
}

/** V, and Σ(t³ − t) over groups of differences that lie equally far from zero. */
function rankByDistance(differences: SortedSamples): { v: number; tieSum: number } {
  const distances = sortInPlace(mapValues(differences, Math.abs))
  const positive = Array.from(differences).filter((value) => value > 0)
  let v = 0
  let tieSum = 0
  let next = 0
  for (let start = 0; start < distances.length; ) {
    let end = start
    while (end < distances.length && distances[end] === distances[start]) end++
    const rank = (start + 1 + end) / 2
    while (next < positive.length && positive[next] === distances[start]) {
      v += rank
      next++
    }
    tieSum += (end - start) ** 3 - (end - start)
    start = end
  }
  return { v, tieSum }
}

/** The k-th smallest (1-based) of the n(n + 1)/2 averages of two values, each with itself included. */
function walshAverage(x: SortedSamples, k: number): number {
  const last = x.length - 1
  const countUpTo = (limit: number) => {
    let count = 0
    let partner = last
    for (let index = 0; index <= last; index++) {
      const value = x[index] as number
      while (partner >= index && value / 2 + (x[partner] as number) / 2 > limit) partner--
      if (partner < index) break
      count += partner - index + 1
    }
    return count
  }
  return selectByCount(x[0] as number, x[last] as number, countUpTo, k)
}
