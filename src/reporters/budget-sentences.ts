import type { BudgetVerdict, Result } from '../core/result.ts'
import { unpairedWords } from './change-sentences.ts'
import { formatInterval, formatMs } from './format-ms.ts'
import { formatRatio, formatRatioInterval } from './format-ratio.ts'

/** The verdicts on the budgets, those that failed first, then those that are open; each with all that it rests on. */
export function budgetSentences({ budgets }: Result): { verdict: BudgetVerdict['verdict']; words: string }[] {
  const order: readonly BudgetVerdict['verdict'][] = ['fail', 'inconclusive', 'pass']
  return order.flatMap((verdict) =>
    budgets
      .filter((judged) => judged.verdict === verdict)
      .map((judged) => ({ verdict, words: sayBudget(judged) })),
  )
}

/** `budget fail: lambda penalty < 10 ms: found 253 (213–285), n = 7; its lower bound 213 decides`. */
export function sayBudget(judged: BudgetVerdict): string {
  const { verdict, expected, found, unit, interval, nNeeded, reason, caveat } = judged
  const format = unit === 'ratio' ? formatRatio : formatMs
  const bounds = interval ? ` (${boundsOf(interval, unit)})` : ''
  const what = found === undefined ? 'no figure' : `found ${format(found)}${bounds}`
  const more = nNeeded === undefined ? '' : `; about ${nNeeded} would decide`
  const decidedBy = decidingSide(judged)
  const bound = decidedBy && interval?.[decidedBy]
  const decided = bound === undefined ? '' : `; its ${decidedBy} bound ${format(bound)} decides`
  const why = [reason, caveat].filter((words) => words !== undefined).map((words) => ` (${words})`)
  return `budget ${verdict}: ${expected}: ${what}, ${sizeOf(judged)}${decided}${more}${why.join('')}`
}

function boundsOf(interval: NonNullable<BudgetVerdict['interval']>, unit: BudgetVerdict['unit']): string {
  const { lower, upper } = interval
  if (lower === undefined && upper === undefined) return 'too few for an interval'
  return unit === 'ratio' ? formatRatioInterval(interval) : formatInterval(lower, upper)
}

/** `n = 12`, `38 pairs; 2 rounds …`. */
function sizeOf({ n, unpaired, runs }: BudgetVerdict): string {
  if (unpaired !== undefined) return `${n} ${n === 1 ? 'pair' : 'pairs'}${unpairedWords(unpaired)}`
  return runs === undefined ? `n = ${n}` : `n = ${n} against ${runs} recorded ${runs === 1 ? 'run' : 'runs'}`
}

/** A pass is decided by the bound nearest to the limit, a failure by the one farthest beyond it. */
function decidingSide({ verdict, budget }: BudgetVerdict): 'lower' | 'upper' | undefined {
  if (verdict === 'inconclusive') return undefined
  const isUpperLimit = !/[>≥]/.test(budget)
  return isUpperLimit === (verdict === 'pass') ? 'upper' : 'lower'
}
