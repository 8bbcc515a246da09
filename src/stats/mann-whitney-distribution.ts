/** The exact null distribution of the Mann–Whitney statistic for m against n samples without ties. */
export interface MannWhitneyDistribution {
  /** P(U ≤ u). */
  cumulative(u: number): number
  /** The smallest u with P(U ≤ u) ≥ probability (R's qwilcox). */
  quantile(probability: number): number
}

/** A table of comparisons asks for the same sizes again and again; each takes at most 20 kB. */
const REMEMBERED = 64
const remembered = new Map<string, MannWhitneyDistribution>()

/**
 * Counts, by the recursion over the largest observation, c(m, n, u) = c(m − 1, n, u − n) + c(m, n − 1, u):
 * additions of positive numbers only, so nothing cancels. O(m²n²) at worst, 6 million additions for 49 × 49.
 * Source: Mann & Whitney, Annals of Mathematical Statistics 18 (1947).
 */
export function mannWhitneyDistribution(m: number, n: number): MannWhitneyDistribution {
  const key = `${Math.min(m, n)} ${Math.max(m, n)}`
  const known = remembered.get(key)
  if (known) return known
  if (remembered.size >= REMEMBERED) remembered.clear()
  const distribution = makeDistribution(m, n)
  remembered.set(key, distribution)
  return distribution
}

function makeDistribution(m: number, n: number): MannWhitneyDistribution {
  const sums = runningSums(countArrangements(Math.min(m, n), Math.max(m, n)))
  const all = sums[sums.length - 1] as number
  const cumulative = (u: number) => (u < 0 ? 0 : (sums[Math.min(Math.floor(u), m * n)] as number) / all)
  return {
    cumulative,
    quantile(probability) {
      let u = 0
      while (u < m * n && cumulative(u) < probability) u++
      return u
    },
  }
}

/** Index u: the number of arrangements of m against n whose statistic is u. */
function countArrangements(m: number, n: number): Float64Array {
  // Row j holds c(i, j, ·) for the current i; row 0 is the single arrangement without a second sample.
  let rows: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1))
  for (let i = 1; i <= m; i++) {
    const next: Float64Array[] = [Float64Array.of(1)]
    for (let j = 1; j <= n; j++)
      next.push(addRows(i, j, rows[j] as Float64Array, next[j - 1] as Float64Array))
    rows = next
  }
  return rows[n] as Float64Array
}

function addRows(i: number, j: number, fewerFirst: Float64Array, fewerSecond: Float64Array): Float64Array {
  const counts = new Float64Array(i * j + 1)
  counts.set(fewerSecond)
  for (let u = 0; u < fewerFirst.length; u++)
    counts[u + j] = (counts[u + j] as number) + (fewerFirst[u] as number)
  return counts
}

function runningSums(counts: Float64Array): Float64Array {
  let sum = 0
  return counts.map((count) => {
    sum += count
    return sum
  })
}
