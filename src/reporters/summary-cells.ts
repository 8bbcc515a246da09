import type { ColdSummary, Distribution, Summary } from '../core/summary.ts'
import { nameOfWay } from '../core/way-facts.ts'
import { formatInterval, formatMs } from './format-ms.ts'

/** Headings of the figures, for tables that are as wide as they like. */
export const SUMMARY_HEADINGS = [
  'target',
  'cold by',
  'cold of',
  'p50 (95 % CI)',
  'p95',
  'max',
  'warm on',
  'warm p50 (95 % CI)',
  'cold − warm',
  'errors',
] as const

/**
 * The figures of one target and way of getting cold under `SUMMARY_HEADINGS`, waits in ms; what n does not carry says
 * so in its cell.
 * @param name the target as the table calls it
 */
export function summaryCells(
  name: string,
  { warm, penalties, errors }: Summary,
  cold: ColdSummary | undefined,
): string[] {
  const penalty = penalties.find(
    ({ coldBy, plannedIdleMs }) => coldBy === cold?.coldBy && plannedIdleMs === cold?.plannedIdleMs,
  )
  const isUnknown = cold !== undefined && cold.unknown > 0 && cold.observed === 0
  const wait = isUnknown ? (cold.waitAsIntended ?? cold.wait) : cold?.wait
  return [
    name,
    cold ? nameOfWay(cold) : '–',
    cold ? `${observedWords(cold)} of ${cold.intended}` : '0',
    median(wait),
    tail(wait),
    figure(wait?.maxMs),
    warm.instances === undefined ? String(warm.n) : `${warm.n} on ${warm.instances}`,
    median(warm),
    penalty ? signed(penalty.medianDifferenceMs) : '–',
    String(Object.values(errors).reduce((sum, n) => sum + n, 0)),
  ]
}

function observedWords({ observed, unknown, inferred }: ColdSummary): string {
  if (unknown > 0 && observed === 0) return 'not known'
  return `${unknown > 0 ? 'at least ' : ''}${observed}${inferred > 0 ? ` (${inferred} inferred)` : ''}`
}

function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatMs(Math.abs(ms))}`
}

function median(wait: Distribution | undefined): string {
  if (wait?.p50Ms === undefined) return '–'
  const { p50Interval: interval } = wait
  return `${formatMs(wait.p50Ms)} (${interval ? formatInterval(interval.lower, interval.upper) : '–'})`
}

function tail(wait: Distribution | undefined): string {
  const needed = /\d+/.exec(wait?.refused?.p95Ms ?? '')?.[0]
  return needed === undefined ? figure(wait?.p95Ms) : `n < ${needed}`
}

function figure(ms: number | undefined): string {
  return ms === undefined ? '–' : formatMs(ms)
}
