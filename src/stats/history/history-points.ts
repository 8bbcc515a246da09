import type { Interval } from '../../core/summary.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { median } from '../quantile.ts'
import { sortSamples } from '../sorted-samples.ts'
import type { HistoryRun } from './history-run.ts'
import type { Series, SeriesEntry } from './series.ts'

/** Fewer cold starts have no 95 % interval of their median; runs that have fewer are joined. */
const LEAST_COLDS = 6

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

/**
 * The runs that are one moment, for all series of one kin alike so that their moments can be set side by side. A run
 * with six cold starts or more of some function stands alone. Smaller ones, such as scheduled runs of one cold start,
 * are joined with those after them: by the day (UTC), and day by day until there are six cold starts.
 * @returns for each run its moment, counted from 0
 */
export function momentsOf(kin: readonly Series[]): ReadonlyMap<HistoryRun, number> {
  const sizes = new Map<HistoryRun, number>()
  for (const { entries } of kin)
    for (const { run, figure } of entries) sizes.set(run, Math.max(sizes.get(run) ?? 0, figure.n))
  const moments = new Map<HistoryRun, number>()
  let moment = -1
  let gathered = 0
  let day = ''
  for (const [run, n] of [...sizes].sort(([a], [b]) => compare(a.startedAt, b.startedAt))) {
    const isSmall = n < LEAST_COLDS
    const itsDay = run.startedAt.slice(0, 10)
    const isMore = isSmall && gathered > 0 && (itsDay === day || gathered < LEAST_COLDS)
    if (!isMore) moment++
    gathered = isSmall ? (isMore ? gathered : 0) + n : 0
    day = itsDay
    moments.set(run, moment)
  }
  return moments
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The points of a series, each with its moment, in the order of time. */
export function pointsOf(
  { entries }: Series,
  moments: ReadonlyMap<HistoryRun, number>,
): { moment: number; point: HistoryPoint; entries: readonly SeriesEntry[] }[] {
  const byMoment = new Map<number, SeriesEntry[]>()
  for (const entry of entries) {
    const moment = moments.get(entry.run) ?? 0
    const together = byMoment.get(moment)
    if (together) together.push(entry)
    else byMoment.set(moment, [entry])
  }
  return [...byMoment]
    .sort(([a], [b]) => a - b)
    .map(([moment, together]) => ({ moment, point: pointOf(together), entries: together }))
}

function pointOf(entries: readonly SeriesEntry[]): HistoryPoint {
  const [first, ...others] = entries as [SeriesEntry, ...SeriesEntry[]]
  const last = others.at(-1)
  const idle = entries.flatMap(({ figure }) => (figure.idleMs === undefined ? [] : [figure.idleMs]))
  return {
    runs: entries.map(({ run }) => run.run),
    startedAt: first.run.startedAt,
    ...(last ? { until: last.run.startedAt } : {}),
    ...(last ? joined(entries) : alone(first)),
    ...(idle.length > 0 ? { idleMs: { min: Math.min(...idle), max: Math.max(...idle) } } : {}),
  }
}

function alone({ figure: { n, p50Ms, p50Interval } }: SeriesEntry) {
  return { n, p50Ms, ...(p50Interval ? { p50Interval } : {}) }
}

/** Of several small runs the median of their medians, with its interval over runs: each run is one draw. */
function joined(entries: readonly SeriesEntry[]): Pick<HistoryPoint, 'n' | 'p50Ms' | 'p50Interval'> {
  const medians = sortSamples(entries.map(({ figure }) => figure.p50Ms))
  const interval = withoutRanks(orderStatisticInterval(medians, 0.5))
  return {
    n: entries.reduce((sum, { figure }) => sum + figure.n, 0),
    p50Ms: median(medians),
    ...(interval.lower !== undefined && interval.upper !== undefined ? { p50Interval: interval } : {}),
  }
}
