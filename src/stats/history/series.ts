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
  readonly entries: readonly SeriesEntry[]
}

/** What one run has for a series. */
export interface SeriesEntry {
  readonly run: HistoryRun
  readonly figure: HistoryFigure
  readonly target: HistoryTarget
}

interface Growing extends Series {
  readonly entries: SeriesEntry[]
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
      const [figure, way] = [run.figures[k], about.ways[k]]
      if (figure && way) known[k]?.entries.push({ run, figure, target: way.target })
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
    entries: [],
  }
}
