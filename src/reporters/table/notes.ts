import type { BudgetVerdict, Result } from '../../core/result.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { formatRatio, formatRatioInterval } from '../format-ratio.ts'
import { wrap } from '../wrap.ts'
import { firstStarts } from './ways.ts'

/** Everything that qualifies the numbers: what failed, what was refused, parity, warnings. */
export function notes(result: Result, columns: number): string {
  const lines = [
    ...errorNotes(result),
    ...firstNotes(result),
    ...unknownNotes(result),
    ...refusalNotes(result),
    ...parityNotes(result),
    ...result.budgets.map(budgetNote),
    ...result.warnings.map(({ message, target }) => (target ? `${target}: ${message}` : message)),
  ]
  return lines.map((line) => wrap(`· ${line}`, columns, '  ')).join('\n')
}

function errorNotes(result: Result): string[] {
  return result.summaries.flatMap(({ target, errors }) => {
    const kinds = Object.entries(errors).filter(([, n]) => n > 0)
    if (kinds.length === 0) return []
    const first = result.samples.find((sample) => sample.target.startsWith(target) && sample.error)?.error
      ?.message
    return [
      `${target}: failed ${kinds.map(([kind, n]) => `${n} × ${kind}`).join(', ')}${first ? ` (first: ${first})` : ''}`,
    ]
  })
}

/** `budget fail: lambda penalty < 10 ms: found 253 (213–285), n = 7`. */
function budgetNote({ verdict, expected, found, unit, interval, n, nNeeded, reason }: BudgetVerdict): string {
  const format = unit === 'ratio' ? formatRatio : formatMs
  const bounds = interval
    ? ` (${unit === 'ratio' ? formatRatioInterval(interval) : formatInterval(interval.lower, interval.upper)})`
    : ''
  const what = found === undefined ? 'nothing found' : `found ${format(found)}${bounds}`
  const more = nNeeded === undefined ? '' : `; about ${nNeeded} would decide`
  return `budget ${verdict}: ${expected}: ${what}, n = ${n}${more}${reason ? ` (${reason})` : ''}`
}

function firstNotes({ summaries }: Result): string[] {
  const firsts = summaries.flatMap((summary) =>
    firstStarts(summary).flatMap(({ wait }) =>
      wait.p50Ms === undefined ? [] : [`${summary.target} ${formatMs(wait.p50Ms)}`],
    ),
  )
  return firsts.length === 0
    ? []
    : [`first ever after the deployment, a class of its own: ${firsts.join(', ')} ms`]
}

function unknownNotes({ summaries }: Result): string[] {
  return summaries.some(({ cold }) => cold.some(({ unknown }) => unknown > 0))
    ? [
        'cold ? or ≥: how many were cold is not known; without a known one, the waits are of all that were meant to be',
      ]
    : []
}

function refusalNotes(result: Result): string[] {
  const all = result.summaries.flatMap(({ cold, warm }) => [...cold.map(({ wait }) => wait), warm])
  const reasons = new Set(all.flatMap(({ refused }) => (refused?.p95Ms ? [needed(refused.p95Ms)] : [])))
  return [...reasons].map((n) => `p95 is left empty below n = ${n}`)
}

function needed(reason: string): string {
  return /\d+/.exec(reason)?.[0] ?? '20'
}

function parityNotes(result: Result): string[] {
  const differences = new Set(
    result.comparisons.flatMap(({ a, b, parity }) => parity.map((line) => `${a} and ${b}: ${line}`)),
  )
  return [...differences]
}
