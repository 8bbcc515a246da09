import type { BudgetVerdict, Result } from '../../core/result.ts'

/**
 * `--fail-if-slower 10%`: whether the later of two functions takes more than that share longer to start cold, by the
 * paired interval of the run's changes; inconclusive where the limit lies inside it.
 */
export function judgeChanges({ config, changes = [] }: Result): BudgetVerdict[] {
  const { failIfSlower: share } = config
  if (typeof share !== 'number') return []
  const limit = 1 + share
  const budget = `--fail-if-slower ${Number((share * 100).toPrecision(6))}%`
  if (changes.length === 0) {
    const reason = 'no two functions were cold in the same rounds'
    return [{ budget, verdict: 'inconclusive', expected: `≤ ${limit}`, limit, n: 0, reason }]
  }
  return changes.map(({ before, after, ratio, ratioInterval, rounds }) => ({
    budget,
    target: after,
    verdict: verdictOf(limit, ratioInterval),
    expected: `≤ ${limit} × ${before}`,
    limit,
    found: ratio,
    unit: 'ratio',
    ...(ratioInterval && { interval: ratioInterval }),
    n: rounds,
    ...(ratioInterval ? {} : { reason: 'an interval needs 6 rounds' }),
  }))
}

function verdictOf(
  limit: number,
  { lower, upper }: { readonly lower?: number; readonly upper?: number } = {},
): BudgetVerdict['verdict'] {
  if (lower !== undefined && lower > limit) return 'fail'
  return upper !== undefined && upper <= limit ? 'pass' : 'inconclusive'
}
