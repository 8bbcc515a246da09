import { nameOfWay } from '../../core/way-facts.ts'
import type { HistoryFigure, HistoryRun, HistoryTarget } from './history-run.ts'

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
  readonly about: HistoryTarget
}

/**
 * Sorts the figures of recorded runs into series: by function and way of getting cold, which are never pooled, and on the
 * local engine by machine and Node version, since there they are the runtime.
 * @param runs oldest first
 * @param targets names to keep; all where it is left out
 * @returns in the order in which they first come
 */
export function collectSeries(runs: readonly HistoryRun[], targets?: readonly string[]): Series[] {
  const found = new Map<string, { series: Omit<Series, 'entries'>; entries: SeriesEntry[] }>()
  for (const run of runs) {
    const abouts = new Map(run.targets.map((target) => [target.name, target]))
    for (const figure of run.figures) {
      const about = abouts.get(figure.target)
      if (!about || (targets && !targets.includes(figure.target))) continue
      const series = seriesOf(run, figure, about)
      const key = JSON.stringify([series.target, nameOfWay(series), series.measuredOn])
      const known = found.get(key) ?? { series, entries: [] }
      known.entries.push({ run, figure, about })
      found.set(key, known)
    }
  }
  return [...found.values()].map(({ series, entries }) => ({ ...series, entries }))
}

function seriesOf(
  { machine, node }: HistoryRun,
  { target, coldBy, plannedIdleMs }: HistoryFigure,
  { platform, kin }: HistoryTarget,
): Omit<Series, 'entries'> {
  const measuredOn = platform === 'local' ? `${machine}, Node ${node}` : undefined
  const way = nameOfWay({ coldBy, ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }) })
  return {
    target,
    coldBy,
    ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
    ...(measuredOn === undefined ? {} : { measuredOn }),
    kin: JSON.stringify([kin, way, measuredOn]),
  }
}
