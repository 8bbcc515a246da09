import type { Interval } from '../core/summary.ts'
import type { HistoryFigure, HistoryRun, HistoryTarget } from '../stats/history/history-run.ts'

/** Target, way and planned idle period: what the figures of most runs have in common. */
type Named = Pick<HistoryFigure, 'target' | 'coldBy' | 'plannedIdleMs'>

/** What most runs of a folder have in common, once. */
interface About {
  readonly machine: string
  readonly node: string
  readonly place?: string
  readonly tool: string
  readonly targets: readonly HistoryTarget[]
  readonly named: readonly Named[]
}

/** n, median, bounds and coverage of its interval, idle period; null in JSON where there is none. */
type Numbers = readonly (number | null)[]

type Entry = readonly [about: number, run: string, startedAt: string, figures: readonly Numbers[], own: Own]
type Own = Pick<HistoryRun, 'revision' | 'label'>

/** Runs in few bytes, for an index of ten thousand. */
export function encodeRuns(runs: readonly HistoryRun[]): { entries: Entry[]; shared: About[] } {
  const places = new Map<string, number>()
  const shared: About[] = []
  const entries = runs.map(({ run, startedAt, revision, label, figures, ...facts }): Entry => {
    const named = figures.map(
      ({ target, coldBy, plannedIdleMs }): Named => ({
        target,
        coldBy,
        ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
      }),
    )
    const about = { ...facts, named }
    const key = JSON.stringify(about)
    const place = places.get(key) ?? shared.push(about) - 1
    places.set(key, place)
    const own = { ...(revision === undefined ? {} : { revision }), ...(label === undefined ? {} : { label }) }
    return [place, run, startedAt, figures.map(numbersOf), own]
  })
  return { entries, shared }
}

/** The run that an entry stands for; undefined for what is none. */
export function decodeRun(entry: unknown, shared: unknown): HistoryRun | undefined {
  if (!Array.isArray(entry) || !Array.isArray(shared)) return undefined
  const [place, run, startedAt, numbers, own] = entry as unknown as Entry
  const about = shared[place] as About | undefined
  if (!about || !Array.isArray(numbers) || numbers.length !== about.named.length) return undefined
  const { named, ...facts } = about
  return {
    ...facts,
    run,
    startedAt,
    ...own,
    figures: numbers.map((row, k) => figureOf(named[k] as Named, row)),
  }
}

function numbersOf({ n, p50Ms, p50Interval, idleMs }: HistoryFigure): Numbers {
  const { lower = null, upper = null, coverage = null } = p50Interval ?? {}
  return [n, p50Ms, lower, upper, coverage, idleMs ?? null]
}

function figureOf(named: Named, [n, p50Ms, lower, upper, coverage, idleMs]: Numbers): HistoryFigure {
  const interval: Interval | undefined =
    typeof coverage === 'number'
      ? {
          ...(typeof lower === 'number' ? { lower } : {}),
          ...(typeof upper === 'number' ? { upper } : {}),
          coverage,
        }
      : undefined
  return {
    ...named,
    n: n as number,
    p50Ms: p50Ms as number,
    ...(interval ? { p50Interval: interval } : {}),
    ...(typeof idleMs === 'number' ? { idleMs } : {}),
  }
}
