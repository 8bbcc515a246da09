import type { Result } from '../../core/result.ts'
import { formatMs } from '../format-ms.ts'
import { wrap } from '../wrap.ts'
import { firstStarts } from './ways.ts'

/** Everything that qualifies the numbers: what failed, what was refused, parity, warnings. */
export function notes(result: Result, columns: number): string {
  const lines = [
    ...errorNotes(result),
    ...firstNotes(result),
    ...refusalNotes(result),
    ...parityNotes(result),
    ...result.budgets.map(
      ({ verdict, budget, expected, found }) =>
        `budget ${verdict}: ${budget} (expected ${expected}${found === undefined ? '' : `, found ${formatMs(found)}`})`,
    ),
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
