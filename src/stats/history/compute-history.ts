import { PRACTICAL_THRESHOLD } from '../compare-samples.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { median } from '../quantile.ts'
import { judgeAgainstRuns, predictFromRuns } from '../recorded-runs.ts'
import { sortSamples } from '../sorted-samples.ts'
import { MOST_POINTS, theilSen } from '../theil-sen.ts'
import { type ColumnMarks, findMarks, type Mark, type MarkSearch } from './find-marks.ts'
import { HISTORY_SEED, LEAST_ROWS, PLACE_CERTAINTY, SPLIT_ALPHA } from './find-splits.ts'
import type { History, HistoryChange, HistoryLevel, SeriesHistory } from './history.ts'
import { type HistoryPoint, pointsOf, type SeriesPoints } from './history-points.ts'
import type { HistoryRun } from './history-run.ts'
import { momentsOf } from './moments.ts'
import { collectSeries, entryAt, type Series } from './series.ts'
import { whatAlsoChanged } from './what-also-changed.ts'

const MONTH_MS = 30 * 86_400_000
/** Points of a level that the newest one is held against. */
const RECENT = 10

/**
 * How the cold starts of each function went on over recorded runs: points with intervals, levels, the changes between
 * them that the statistics carry, and the slope of the last level.
 * @param runs oldest first
 * @param targets names to show; all where it is left out
 * @param search how marks are found
 */
export function computeHistory(
  runs: readonly HistoryRun[],
  left: History['left'],
  targets?: readonly string[],
  search: MarkSearch = findMarks,
): History {
  const all = collectSeries(runs)
  const isWanted = ({ target }: Series) => targets === undefined || targets.includes(target)
  const byKin = new Map<string, Series[]>()
  for (const series of all) {
    const kin = byKin.get(series.kin)
    if (kin) kin.push(series)
    else byKin.set(series.kin, [series])
  }
  // Also where one target alone is asked for: what is marked in it must not hang on what else is shown.
  const wanted = [...byKin.values()].filter((kin) => kin.some(isWanted))
  const described = new Map(wanted.flatMap((kin) => describeKin(kin, search)))
  const [first, last] = [runs[0], runs.at(-1)]
  return {
    runs: runs.length,
    ...(first ? { from: first.startedAt } : {}),
    ...(last ? { until: last.startedAt } : {}),
    left,
    series: all.filter(isWanted).flatMap((series) => described.get(series) ?? []),
    method: {
      alpha: SPLIT_ALPHA,
      leastPoints: 2 * LEAST_ROWS,
      certainty: PLACE_CERTAINTY,
      practicalThreshold: PRACTICAL_THRESHOLD,
      seed: HISTORY_SEED,
    },
  }
}

/** A series with what is at each of its kin's moments. */
interface Line {
  readonly series: Series
  readonly found: SeriesPoints
}

function describeKin(kin: readonly Series[], search: MarkSearch): [Series, SeriesHistory][] {
  const moments = momentsOf(kin)
  const lines = kin.map((series, k): Line => ({ series, found: pointsOf(series, moments[k] as Int32Array) }))
  const rows = Math.max(...moments.map((own) => own.at(-1) ?? 0)) + 1
  const columns = lines.map(({ found }) => {
    const column = new Float64Array(rows).fill(Number.NaN)
    found.points.forEach(({ p50Ms }, k) => {
      if (p50Ms > 0) column[found.moments[k] ?? 0] = p50Ms
    })
    return column
  })
  const marks = search(columns)
  return lines.map((line, index) => {
    const own = marks[index] ?? { marks: [], unplaced: [] }
    const sharedAt = (mark: Mark) =>
      lines.flatMap(({ series }, k) =>
        marks[k]?.marks.some(({ at }) => at === mark.at) ? [series.target] : [],
      )
    return [line.series, describeSeries(line, own, sharedAt)]
  })
}

function describeSeries(
  { series, found }: Line,
  { marks, unplaced }: ColumnMarks,
  sharedAt: (mark: Mark) => readonly string[],
): SeriesHistory {
  const { target, coldBy, plannedIdleMs, measuredOn } = series
  const { points, moments } = found
  const starts = marks.map(({ at }) => moments.findIndex((moment) => moment >= at))
  const bounds = [0, ...starts, points.length]
  const stretches = bounds.slice(1).map((end, index) => points.slice(bounds[index], end))
  const now = stretches.at(-1) ?? []
  const slope = slopeOf(now)
  const latest = judgeLatest(now)
  return {
    target,
    coldBy,
    ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
    ...(measuredOn === undefined ? {} : { measuredOn }),
    points,
    levels: stretches.filter((stretch) => stretch.length > 0).map(levelOf),
    changes: marks.flatMap((mark) => changeOf({ series, found }, mark, sharedAt(mark))),
    drifts: unplaced.flatMap((mark) => changeOf({ series, found }, mark, [])),
    ...(slope ? { slope } : {}),
    ...(latest ? { latest } : {}),
    ...(points.length < 2 * LEAST_ROWS
      ? { reason: `needs ${2 * LEAST_ROWS} points to look for changes, has ${points.length}` }
      : {}),
  }
}

function levelOf(points: readonly HistoryPoint[]): HistoryLevel {
  const [first, last] = [points[0], points.at(-1)] as [HistoryPoint, HistoryPoint]
  const medians = sortSamples(points.map(({ p50Ms }) => p50Ms))
  const interval = withoutRanks(orderStatisticInterval(medians, 0.5))
  return {
    since: first.startedAt,
    until: last.until ?? last.startedAt,
    points: points.length,
    p50Ms: median(medians),
    ...(interval.lower !== undefined && interval.upper !== undefined ? { p50Interval: interval } : {}),
  }
}

function changeOf(
  { series, found: { moments, starts } }: Line,
  { at, ratio, ratioInterval, p, certainty }: Mark,
  shared: readonly string[],
): HistoryChange[] {
  const index = moments.findIndex((moment) => moment >= at)
  if (index < 1) return []
  const first = starts[index] as number
  const [before, here] = [entryAt(series, first - 1), entryAt(series, first)]
  return [
    {
      run: here.run.run,
      startedAt: here.run.startedAt,
      after: before.run.run,
      ratio,
      ...(ratioInterval ? { ratioInterval } : {}),
      p,
      certainty,
      ...(shared.length > 1 ? { sharedBy: shared } : {}),
      alsoChanged: whatAlsoChanged(before, here),
    },
  ]
}

function slopeOf(points: readonly HistoryPoint[]): SeriesHistory['slope'] {
  const above = points.filter(({ p50Ms }) => p50Ms > 0)
  const step = Math.ceil(above.length / MOST_POINTS)
  const places = above
    .filter((_, index) => index % step === 0)
    .map(({ startedAt, p50Ms }) => [Date.parse(startedAt) / MONTH_MS, Math.log(p50Ms)] as const)
  const found = theilSen(places)
  if (!found) return undefined
  const share = (log: number) => Math.expm1(log)
  return { per30Days: share(found.slope), lower: share(found.lower), upper: share(found.upper) }
}

function judgeLatest(points: readonly HistoryPoint[]): SeriesHistory['latest'] {
  const newest = points.at(-1)
  const before = points.slice(-1 - RECENT, -1).map(({ p50Ms }) => p50Ms)
  if (!newest || before.length === 0) return undefined
  const prediction = predictFromRuns(before)
  return prediction.supported ? judgeAgainstRuns(newest.p50Ms, prediction) : undefined
}
