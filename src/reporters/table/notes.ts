import type { ChalkInstance } from 'chalk'
import { groupLikeMessages } from '../../core/like-messages.ts'
import type { Result, Warning } from '../../core/result.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { groupNames } from '../../stats/result/target-group.ts'
import { formatMs } from '../format-ms.ts'
import { wrap } from '../wrap.ts'
import { cpuNotes } from './cpu-notes.ts'
import { diskNotes } from './disk-notes.ts'
import { tellLikeNotes, withoutNumbers } from './like-notes.ts'
import { parityNotes } from './parity-notes.ts'
import { firstStarts } from './ways.ts'

/** Everything that qualifies the numbers, by kind: what failed, how to read the figures, what differs, what disturbed. */
export function notes(result: Result, chalk: ChalkInstance, columns: number): string {
  const lines = noteLines(result)
  if (lines.length === 0) return ''
  return [chalk.bold('Notes'), ...lines.map((line) => wrap(`· ${line}`, columns, '  '))].join('\n')
}

/** The same as lines of text, for reports that lay them out in their own way. */
export function noteLines(result: Result): string[] {
  return [
    ...errorNotes(result),
    ...firstNotes(result),
    ...jobNotes(result),
    ...unknownNotes(result),
    ...refusalNotes(result),
    ...decisionNotes(result),
    ...parityNotes(result),
    ...cpuNotes(result),
    ...diskNotes(result),
    ...warningNotes(result),
  ]
}

/** Causes that are shown of one target's failures; the rest is counted. */
const CAUSES_SHOWN = 3

function errorNotes(result: Result): string[] {
  const { summaries, targets, waits } = result
  const groups = groupNames(targets)
  const failed = summaries.flatMap(({ target, errors }) => {
    const kinds = Object.entries(errors).filter(([, n]) => n > 0)
    if (kinds.length === 0) return []
    const failures = waits.flatMap(({ error, rounds, target: id }) =>
      error?.message !== undefined && (groups.get(id) ?? id) === target
        ? new Array<Failure>(rounds.length).fill({ message: error.message, requestId: error.requestId })
        : [],
    )
    const counted = kinds.map(([kind, n]) => `${n} × ${kind}`).join(', ')
    return [{ target, message: `failed ${counted}${causesOf(failures)}` }]
  })
  return tellLikeNotes(failed, ({ message }) => message.replace(/^failed \d+ ×/, ''))
}

interface Failure {
  readonly message: string
  /** The platform's id of the request, by which it is found in its logs. */
  readonly requestId?: string | undefined
}

/** `` (2 × status 503: overloaded, request fra1::iad1::x; no reply within 60 s)``. */
function causesOf(failures: readonly Failure[]): string {
  const causes = groupLikeMessages(failures.map(({ message }) => message))
  if (causes.length === 0) return ''
  const shown = causes.slice(0, CAUSES_SHOWN).map(({ message, count }) => {
    const { requestId } = failures.find((failure) => failure.message === message && failure.requestId) ?? {}
    const words = requestId === undefined ? message : `${message.replace(/\.$/, '')}, request ${requestId}`
    return `${causes.length > 1 && count > 1 ? `${count} × ` : ''}${words}`
  })
  const more = causes.length - shown.length
  return ` (${shown.join('; ')}${more > 0 ? `; and ${more} other cause${more === 1 ? '' : 's'}` : ''})`
}

function firstNotes({ summaries, ways }: Result): string[] {
  const firsts = summaries.flatMap((summary) =>
    firstStarts(summary, ways).flatMap(({ wait }) =>
      wait.p50Ms === undefined ? [] : [`${summary.target} ${formatMs(wait.p50Ms)}`],
    ),
  )
  return firsts.length === 0
    ? []
    : [
        `first invocation after the deployment, kept apart from the other cold starts: ${firsts.join(', ')} ms`,
      ]
}

/** What the wait of a background function is, and when its jobs started, which only the local engine sees. */
function jobNotes({ summaries, targets }: Result): string[] {
  const groups = groupNames(targets)
  const jobs = targets.filter(({ facts }) => facts?.function?.trigger === 'background')
  const names = new Set(jobs.map(({ id }) => groups.get(id) ?? id))
  return summaries.flatMap(({ target, platform, cold }) => {
    if (!names.has(target)) return []
    const starts = cold.flatMap(({ total, ...way }) =>
      total?.p50Ms === undefined ? [] : [`${formatMs(total.p50Ms)} ms (${nameOfWay(way)})`],
    )
    const seen =
      platform === 'local' && starts.length > 0
        ? `; a cold job had started ${starts.join(', ')} after connecting began, in the median`
        : ''
    return [
      `${target}: a background function is answered with 202 before its job starts: the wait is for the 202${seen}`,
    ]
  })
}

function unknownNotes({ summaries }: Result): string[] {
  return summaries.some(({ cold }) => cold.some(({ unknown }) => unknown > 0))
    ? [
        'cold ? or ≥: it is not known how many were cold; where none is known to be, the waits are those of all that were meant to be cold',
      ]
    : []
}

function refusalNotes(result: Result): string[] {
  const all = result.summaries.flatMap(({ cold, warm }) => [...cold.map(({ wait }) => wait), warm])
  const reasons = new Set(all.flatMap(({ refused }) => (refused?.p95Ms ? [needed(refused.p95Ms)] : [])))
  return [...reasons].map((n) => `p95 needs at least ${n} samples`)
}

/** What it costs that the run looked at itself to decide when to end. */
function decisionNotes({ run: { decision } }: Result): string[] {
  if (!decision) return []
  const { rounds, most, looks, confidence } = decision
  const percent = Math.floor(confidence * 10_000) / 100
  return [
    `--until-decided ended after ${rounds} of at most ${most} rounds and ${looks} ${looks === 1 ? 'look' : 'looks'}; budgets and changes have intervals of ${percent} %, so that all looks together err in 5 % of runs`,
  ]
}

function needed(reason: string): string {
  return /\d+/.exec(reason)?.[0] ?? '20'
}

/** Warnings, those that differ only in their target and in numbers as one. */
function warningNotes({ warnings }: Result): string[] {
  return tellLikeNotes(warnings, skeleton)
}

function skeleton({ code, target, message }: Warning): string {
  if (target === undefined) return `${code} ${message}`
  return `${code} of a target: ${withoutNumbers(message)}`
}
