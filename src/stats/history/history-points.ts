import type { Interval } from '../../core/summary.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { median } from '../quantile.ts'
import { sortSamples } from '../sorted-samples.ts'
import type { HistoryFigure, HistoryRun } from './history-run.ts'
import { entryAt, figureAt, type Series, type SeriesEntry } from './series.ts'

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
  readonly moments: Int32Array
  /** Where among the series' runs each point begins. */
  readonly starts: Int32Array
}

/** @param momentOf of each run, as `momentsOf` has it */
export function pointsOf(series: Series, momentOf: Int32Array): SeriesPoints {
  const count = series.runs.length
  const points: HistoryPoint[] = []
  const moments = new Int32Array(count)
  const starts = new Int32Array(count)
  for (let from = 0, to = 0; from < count; from = to) {
    const moment = momentOf[from] as number
    while (to < count && momentOf[to] === moment) to++
    moments[points.length] = moment
    starts[points.length] = from
    points.push(
      to - from === 1
        ? alone(series.runs[from] as HistoryRun, figureAt(series, from))
        : joined(series, from, to),
    )
  }
  return {
    points,
    moments: moments.subarray(0, points.length),
    starts: starts.subarray(0, points.length),
  }
}

/** Without spreads: there may be tens of thousands. */
function alone({ run, startedAt }: HistoryRun, figure: HistoryFigure): HistoryPoint {
  const { n, p50Ms, p50Interval, idleMs } = figure
  const runs = [run]
  if (idleMs !== undefined) return { runs, startedAt, ...figure, idleMs: { min: idleMs, max: idleMs } }
  return p50Interval ? { runs, startedAt, n, p50Ms, p50Interval } : { runs, startedAt, n, p50Ms }
}

/** Of several small runs the median of their medians, with its interval over runs: each run is one draw. */
function joined(series: Series, from: number, to: number): HistoryPoint {
  const entries = Array.from({ length: to - from }, (_, k) => entryAt(series, from + k))
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
