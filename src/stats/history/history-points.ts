import type { Interval } from '../../core/summary.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { median } from '../quantile.ts'
import { sortSamples } from '../sorted-samples.ts'
import type { HistoryRun } from './history-run.ts'
import type { Series, SeriesEntry } from './series.ts'

/** One moment of a series: a run, or several small ones together. */
export interface HistoryPoint {
  /** Oldest first; several where runs of a few cold starts each were joined. */
  readonly runs: readonly string[]
  readonly startedAt: string
  /** Start of the last of several runs. */
  readonly until?: string
  /** Cold starts. */
  readonly n: number
  readonly p50Ms: number
  /** Over runs where several were joined. */
  readonly p50Interval?: Interval
  /** Least and most of the runs' idle periods, where nothing was planned. */
  readonly idleMs?: { readonly min: number; readonly max: number }
}

/** Of one start, by name, as in the list of all runs. */
export function byStart(a: HistoryRun, b: HistoryRun): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? -1 : 1
  return a.run < b.run ? -1 : 1
}

/** The points of a series, in the order of time. */
export interface SeriesPoints {
  readonly points: readonly HistoryPoint[]
  /** The moment of each point. */
  readonly moments: readonly number[]
  /** What the first run of each point has, and the last. */
  readonly firsts: readonly SeriesEntry[]
  readonly lasts: readonly SeriesEntry[]
}

/** @param momentOf of each entry, as `momentsOf` has it */
export function pointsOf({ entries }: Series, momentOf: Int32Array): SeriesPoints {
  const points: HistoryPoint[] = []
  const moments: number[] = []
  const firsts: SeriesEntry[] = []
  const lasts: SeriesEntry[] = []
  for (let from = 0, to = 0; from < entries.length; from = to) {
    const first = entries[from] as SeriesEntry
    const moment = momentOf[from] as number
    while (to < entries.length && momentOf[to] === moment) to++
    points.push(to - from === 1 ? alone(first) : joined(entries.slice(from, to)))
    moments.push(moment)
    firsts.push(first)
    lasts.push(entries[to - 1] as SeriesEntry)
  }
  return { points, moments, firsts, lasts }
}

/** Without spreads: there may be tens of thousands. */
function alone({ run: { run, startedAt }, figure }: SeriesEntry): HistoryPoint {
  const { n, p50Ms, p50Interval, idleMs } = figure
  const runs = [run]
  if (idleMs !== undefined) return { runs, startedAt, ...figure, idleMs: { min: idleMs, max: idleMs } }
  return p50Interval ? { runs, startedAt, n, p50Ms, p50Interval } : { runs, startedAt, n, p50Ms }
}

/** Of several small runs the median of their medians, with its interval over runs: each run is one draw. */
function joined(entries: readonly SeriesEntry[]): HistoryPoint {
  const [first, last] = [entries[0], entries.at(-1)] as [SeriesEntry, SeriesEntry]
  const medians = sortSamples(entries.map(({ figure }) => figure.p50Ms))
  const interval = withoutRanks(orderStatisticInterval(medians, 0.5))
  const idle = entries.flatMap(({ figure }) => (figure.idleMs === undefined ? [] : [figure.idleMs]))
  return {
    runs: entries.map(({ run }) => run.run),
    startedAt: first.run.startedAt,
    until: last.run.startedAt,
    n: entries.reduce((sum, { figure }) => sum + figure.n, 0),
    p50Ms: median(medians),
    ...(interval.lower !== undefined && interval.upper !== undefined ? { p50Interval: interval } : {}),
    ...(idle.length > 0 ? { idleMs: { min: Math.min(...idle), max: Math.max(...idle) } } : {}),
  }
}
