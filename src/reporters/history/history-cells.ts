import type { SeriesHistory } from '../../stats/history/history.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { wayOfSeries } from './series-name.ts'

/** Headings of a history, for tables that are as wide as they like. */
export const HISTORY_HEADINGS = [
  'target',
  'cold by',
  'points',
  'level since',
  'level p50 (95 % CI)',
  'a month (95 % CI)',
  'newest',
  'newest is',
  'changes',
] as const

/** How many of the headings, from the left, are over words. */
export const HISTORY_WORDS = 2

/** What is said of the latest run of a series. */
export const LATEST_WORDS: Readonly<Record<NonNullable<SeriesHistory['latest']>, string>> = {
  slower: 'slower than before',
  faster: 'faster than before',
  'as-before': 'as before',
}

/** The figures of one function under `HISTORY_HEADINGS`. */
export function historyCells(series: SeriesHistory): string[] {
  const { target, points, levels, slope, latest, changes, measuredOn } = series
  const level = levels.at(-1)
  const newest = points.at(-1)
  return [
    target,
    `${wayOfSeries(series).replace(/^cold by /, '')}${measuredOn === undefined ? '' : `, on ${measuredOn}`}`,
    String(points.length),
    level?.since.slice(0, 10) ?? '–',
    level ? `${formatMs(level.p50Ms)}${bounds(level.p50Interval)}` : '–',
    slope ? `${percent(slope.per30Days)} (${percent(slope.lower)} to ${percent(slope.upper)})` : '–',
    newest ? `${formatMs(newest.p50Ms)}${bounds(newest.p50Interval)}` : '–',
    latest ? LATEST_WORDS[latest] : '–',
    String(changes.length),
  ]
}

/** `+2.1 %`, `−0.4 %`; two digits are enough for a slope. */
export function percent(share: number): string {
  const value = Math.abs(share * 100)
  return `${share < 0 ? '−' : '+'}${value >= 10 ? value.toFixed(0) : value.toFixed(1)} %`
}

function bounds(interval: { readonly lower?: number; readonly upper?: number } | undefined): string {
  return interval ? ` (${formatInterval(interval.lower, interval.upper)})` : ''
}
