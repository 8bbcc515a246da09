/** The exact null distribution of the Wilcoxon signed-rank statistic for n differences without ties or zeros. */
export interface SignedRankDistribution {
  /** P(V ≤ v). */
  cumulative(v: number): number
  /** The smallest v with P(V ≤ v) ≥ probability (R's qsignrank). */
  quantile(probability: number): number
}

/** By n: a run that looks at itself asks for the same ones again and again. */
const known = new Map<number, SignedRankDistribution>()

/** The distribution for n differences, counted once for each n. */
export function signedRankDistribution(n: number): SignedRankDistribution {
  const distribution = known.get(n) ?? countRankSums(n)
  known.set(n, distribution)
  return distribution
}

/**
 * Counts the subsets of the ranks 1 … n by their sum, adding one rank at a time: additions of positive
 * numbers only, so nothing cancels. O(n³), some 30,000 additions for 49.
 * Source: Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics Bulletin 1 (1945).
 */
function countRankSums(n: number): SignedRankDistribution {
  const largest = (n * (n + 1)) / 2
  const counts = new Float64Array(largest + 1)
  counts[0] = 1
  for (let rank = 1; rank <= n; rank++)
    for (let sum = largest; sum >= rank; sum--)
      counts[sum] = (counts[sum] as number) + (counts[sum - rank] as number)
  let total = 0
  const sums = counts.map((count) => {
    total += count
    return total
  })
  const cumulative = (v: number) => (v < 0 ? 0 : (sums[Math.min(Math.floor(v), largest)] as number) / total)
  return {
    cumulative,
    quantile(probability) {
      let v = 0
      while (v < largest && cumulative(v) < probability) v++
      return v
    },
  }
}
