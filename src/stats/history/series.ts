import { nameOfWay } from '../../core/way-facts.ts'
import type { HistoryAbout, HistoryFigure, HistoryRun, HistoryTarget, HistoryWay } from './history-run.ts'

/** One function brought cold in one way, over all runs that can be set in one line. */
export interface Series {
  readonly target: string
  readonly coldBy: string
  readonly plannedIdleMs?: number
  /** Machine and Node version, for the local engine, of which they are a part. */
  readonly measuredOn?: string
  readonly kin: string
  /** Oldest first. */
  readonly runs: readonly HistoryRun[]
  /** For each run which of its ways this is. Two lists of plain things, because there may be tens of thousands. */
  readonly ways: readonly number[]
}

/** What one run has for a series. */
export interface SeriesEntry {
  readonly run: HistoryRun
  readonly figure: HistoryFigure
  readonly target: HistoryTarget
}

interface Growing extends Series {
  readonly runs: HistoryRun[]
  readonly ways: number[]
}

/** @param index counted from 0, of a run that is there */
export function figureAt({ runs, ways }: Series, index: number): HistoryFigure {
  return runs[index]?.figures[ways[index] as number] as HistoryFigure
}

/** @param index counted from 0, of a run that is there */
export function entryAt(series: Series, index: number): SeriesEntry {
  const run = series.runs[index] as HistoryRun
  const { target } = run.about.ways[series.ways[index] as number] as HistoryWay
  return { run, figure: figureAt(series, index), target }
}

/**
 * Sorts the figures of recorded runs into series: by function and way of getting cold, which are never pooled, and on the
 * local engine by machine and Node version, since there they are the runtime.
 * @param runs oldest first
 * @returns in the order in which they first come
 */
export function collectSeries(runs: readonly HistoryRun[]): Series[] {
  const found = new Map<string, Growing>()
  // Thousands of runs share what they are about, so where their figures belong is found out once.
  const places = new Map<HistoryAbout, readonly Growing[]>()
  const placesOf = (about: HistoryAbout) =>
    about.ways.map((way) => {
      const series = seriesOf(about, way)
      const key = JSON.stringify([series.target, nameOfWay(series), series.measuredOn])
      const known = found.get(key) ?? series
      found.set(key, known)
      return known
    })
  for (const run of runs) {
    const { about } = run
    const known = places.get(about) ?? placesOf(about)
    places.set(about, known)
    for (let k = 0; k < run.figures.length; k++) {
      const series = known[k]
      if (!series) continue
      series.runs.push(run)
      series.ways.push(k)
    }
  }
  return [...found.values()]
}

function seriesOf({ machine, node }: HistoryAbout, { target, coldBy, plannedIdleMs }: HistoryWay): Growing {
  const measuredOn = target.platform === 'local' ? `${machine}, Node ${node}` : undefined
  const way = nameOfWay({ coldBy, ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }) })
  return {
    target: target.name,
    coldBy,
    ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
    ...(measuredOn === undefined ? {} : { measuredOn }),
    kin: JSON.stringify([target.kin, way, measuredOn]),
    runs: [],
    ways: [],
  }
}
