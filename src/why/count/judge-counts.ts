import { ColdstartError } from '../../core/errors.ts'
import type { BudgetVerdict } from '../../core/result.ts'
import type { CountedStart } from '../../core/why-report.ts'
import { judgeEstimate } from '../../stats/budget/judge-estimate.ts'
import { median } from '../../stats/quantile.ts'
import { sortSamples } from '../../stats/sorted-samples.ts'

/** What is counted, by the names that budgets have for it. */
export const COUNTS = {
  instructions: 'instructions',
  bytes: 'bytesRead',
  reads: 'readCalls',
  faults: 'pageFaults',
} as const
type CountName = keyof typeof COUNTS

/** `count.instructions < baseline * 1.01`, `count.bytes < 5000000`. */
export interface CountBudget {
  readonly text: string
  readonly count: CountName
  readonly comparator: '<' | '<='
  /** Of the baseline, or a number of its own. */
  readonly limit: { readonly times: number } | { readonly most: number }
}

const BUDGET = /^\s*count\.(\w+)\s*(<=|≤|<)\s*(?:baseline(?:\s*\*\s*(\d+(?:\.\d+)?))?|(\d[\d_,]*))\s*$/

/**
 * Reads a budget for counts.
 * @throws ColdstartError `bad-budget`
 */
export function parseCountBudget(text: string): CountBudget {
  const [, name = '', comparator, times, most] = BUDGET.exec(text) ?? []
  if (comparator === undefined || !(name in COUNTS))
    throw new ColdstartError('bad-budget', {
      budget: text,
      column: text.length - text.trimStart().length + 1,
      reason: `with --count a budget is count.${Object.keys(COUNTS).join(', count.')} against baseline or a number`,
      suggestion: 'count.instructions < baseline * 1.01',
    })
  return {
    text,
    count: name as CountName,
    comparator: comparator === '<' ? '<' : '<=',
    limit: most === undefined ? { times: Number(times ?? 1) } : { most: Number(most.replace(/[_,]/g, '')) },
  }
}

/**
 * Holds counts against budgets by their own spread: fail where all are above the limit, pass where none is, else
 * inconclusive.
 * @param baseline counts of an earlier report
 * @throws ColdstartError `no-baseline`; `cannot-count` for one of another build of Node
 */
export function judgeCounts(
  budgets: readonly CountBudget[],
  counted: CountedStart,
  baseline?: CountedStart,
): BudgetVerdict[] {
  return budgets.map((budget) => {
    const { text, count, comparator } = budget
    const values = sortSamples(counted[COUNTS[count]] ?? [])
    const limit = limitOf(budget, counted, baseline)
    const n = values.length
    if (n === 0)
      return {
        budget: text,
        verdict: 'inconclusive',
        expected: text,
        n,
        reason: counted.noInstructions ?? 'not counted',
      }
    const [lower, upper] = [values[0] as number, values[n - 1] as number]
    const found = median(values)
    const interval = { lower, upper, coverage: 1 }
    return {
      budget: text,
      verdict: judgeEstimate({ found, interval, n }, comparator, limit),
      expected: text,
      limit,
      found,
      interval,
      n,
    }
  })
}

function limitOf(
  { text, count, limit }: CountBudget,
  { node, arch }: CountedStart,
  baseline: CountedStart | undefined,
): number {
  if ('most' in limit) return limit.most
  if (baseline === undefined) throw new ColdstartError('no-baseline', { budget: text })
  if (baseline.node !== node)
    throw new ColdstartError('cannot-count', {
      reason: `the baseline was counted with Node ${baseline.node}, this with ${node}, and counts hold within one build only`,
    })
  if (arch !== undefined && baseline.arch !== undefined && baseline.arch !== arch)
    throw new ColdstartError('cannot-count', {
      reason: `the baseline was counted on ${baseline.arch}, this on ${arch}, and counts hold on one kind of processor only`,
    })
  const known = baseline[COUNTS[count]] ?? []
  if (known.length === 0) throw new ColdstartError('no-baseline', { budget: text })
  return median(sortSamples(known)) * limit.times
}
