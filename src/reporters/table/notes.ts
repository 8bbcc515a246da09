import { groupLikeMessages } from '../../core/like-messages.ts'
import type { BudgetVerdict, Result } from '../../core/result.ts'
import { groupOf } from '../../core/target-groups.ts'
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

/** Causes that are shown of one target's failures; the rest is counted. */
const CAUSES_SHOWN = 3

function errorNotes({ summaries, samples, targets }: Result): string[] {
  const groups = new Map(targets.map((target) => [target.id, groupOf(target)]))
  return summaries.flatMap(({ target, errors }) => {
    const kinds = Object.entries(errors).filter(([, n]) => n > 0)
    if (kinds.length === 0) return []
    const messages = samples.flatMap((sample) =>
      sample.error && (groups.get(sample.target) ?? sample.target) === target ? [sample.error.message] : [],
    )
    const counted = kinds.map(([kind, n]) => `${n} × ${kind}`).join(', ')
    return [`${target}: failed ${counted}${causesOf(messages)}`]
  })
}

/** `` (2 × status 503: overloaded; no reply within 60 s)``. */
function causesOf(messages: readonly string[]): string {
  const causes = groupLikeMessages(messages)
  if (causes.length === 0) return ''
  const shown = causes
    .slice(0, CAUSES_SHOWN)
    .map(({ message, count }) => (causes.length > 1 && count > 1 ? `${count} × ${message}` : message))
  const more = causes.length - shown.length
  return ` (${shown.join('; ')}${more > 0 ? `; and ${more} other cause${more === 1 ? '' : 's'}` : ''})`
}

/** `budget fail: lambda penalty < 10 ms: found 253 (213–285), n = 7`. */
function budgetNote(judged: BudgetVerdict): string {
  const { verdict, expected, found, unit, interval, n, nNeeded, reason } = judged
  const format = unit === 'ratio' ? formatRatio : formatMs
  const bounds = interval
    ? ` (${unit === 'ratio' ? formatRatioInterval(interval) : formatInterval(interval.lower, interval.upper)})`
    : ''
  const what = found === undefined ? 'nothing found' : `found ${format(found)}${bounds}`
  const more = nNeeded === undefined ? '' : `; about ${nNeeded} would decide`
  const decidedBy = decidingSide(judged)
  const bound = decidedBy && interval?.[decidedBy]
  const decided = bound === undefined ? '' : `; its ${decidedBy} bound ${format(bound)} decides`
  return `budget ${verdict}: ${expected}: ${what}, n = ${n}${decided}${more}${reason ? ` (${reason})` : ''}`
}

/** A pass is decided by the bound nearest to the limit, a failure by the one farthest beyond it. */
function decidingSide({ verdict, budget }: BudgetVerdict): 'lower' | 'upper' | undefined {
  if (verdict === 'inconclusive') return undefined
  return /[<≤]/.test(budget) === (verdict === 'pass') ? 'upper' : 'lower'
}

function firstNotes({ summaries, ways }: Result): string[] {
  const firsts = summaries.flatMap((summary) =>
    firstStarts(summary, ways).flatMap(({ wait }) =>
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
