import { ColdstartError } from '../core/errors.ts'
import { chiSquaredUpperTail } from './gamma-function.ts'
import { assertSorted, type SortedSamples } from './sorted-samples.ts'

/** The statistic of a Kruskal–Wallis test, and its p. */
export interface KruskalWallis {
  readonly h: number
  readonly df: number
  readonly p: number
}

/**
 * Kruskal–Wallis rank test that k ≥ 2 independent samples come from one distribution, corrected for ties,
 * p from the chi-squared approximation with k − 1 degrees of freedom. p is 1 when all values are equal.
 * Source: Kruskal & Wallis, Journal of the American Statistical Association 47 (1952); as R's kruskal.test.
 * @throws ColdstartError `no-samples` when a group is empty or there are fewer than two
 */
export function kruskalWallis(groups: readonly SortedSamples[]): KruskalWallis {
  if (groups.length < 2 || groups.some((group) => group.length === 0))
    throw new ColdstartError('no-samples', { statistic: 'Kruskal–Wallis test' })
  for (const group of groups) assertSorted(group)
  const { rankSums, tieSum, n } = rankTogether(groups)
  const df = groups.length - 1
  const ties = 1 - tieSum / (n ** 3 - n)
  if (!(ties > 0)) return { h: 0, df, p: 1 }
  const squares = rankSums.reduce((sum, ranks, index) => sum + ranks ** 2 / (groups[index]?.length ?? 1), 0)
  const h = ((12 * squares) / (n * (n + 1)) - 3 * (n + 1)) / ties
  return { h, df, p: chiSquaredUpperTail(h, df) }
}

function rankTogether(groups: readonly SortedSamples[]): { rankSums: number[]; tieSum: number; n: number } {
  const pooled = groups.flatMap((group, index) => Array.from(group, (value) => ({ value, index })))
  pooled.sort((a, b) => a.value - b.value)
  const rankSums = groups.map(() => 0)
  let tieSum = 0
  for (let start = 0; start < pooled.length; ) {
    let end = start
    while (end < pooled.length && pooled[end]?.value === pooled[start]?.value) end++
    const rank = (start + 1 + end) / 2
    for (const { index } of pooled.slice(start, end)) rankSums[index] = (rankSums[index] ?? 0) + rank
    tieSum += (end - start) ** 3 - (end - start)
    start = end
  }
  return { rankSums, tieSum, n: pooled.length }
}
