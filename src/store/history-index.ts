import type { HistoryAbout, HistoryFigure, HistoryRun } from '../stats/history/history-run.ts'
import { packNumbers, unpackNumbers } from './packed-numbers.ts'

/** n, median, bounds and coverage of its interval, idle period; -1 for what is not known. */
const WIDTH = 6
const NONE = -1

/** A run: its facts' place, where its numbers begin (WIDTH for each way), when it began, its id where that is not the file's name. */
type Entry = readonly [about: number, at: number, startedAt: string, run?: string | null, revision?: string]

/** What all runs of an index have in common. */
export interface SharedByRuns {
  readonly abouts: readonly HistoryAbout[]
  /** Of all runs, one after the other. */
  readonly numbers: Float64Array
}

/** Gives equal facts one object, so that ten thousand runs hold them once. */
export class AboutTable {
  readonly #known = new Map<string, HistoryAbout>()

  intern(about: HistoryAbout): HistoryAbout {
    const key = JSON.stringify(about)
    const known = this.#known.get(key)
    if (known) return known
    this.#known.set(key, about)
    return about
  }
}

/**
 * Runs in few bytes, for an index of ten thousand.
 * @param names of their files without the ending, one a run
 */
export function encodeRuns(
  runs: readonly HistoryRun[],
  names: readonly string[],
): { entries: Entry[]; shared: unknown } {
  const places = new Map<HistoryAbout, number>()
  const abouts: HistoryAbout[] = []
  const numbers: number[] = []
  const entries = runs.map(({ run, startedAt, revision, about, figures }, k): Entry => {
    const place = places.get(about) ?? abouts.push(about) - 1
    places.set(about, place)
    const at = numbers.length
    for (const figure of figures) numbers.push(...numbersOf(figure))
    const id = run === names[k] ? null : run
    if (revision !== undefined) return [place, at, startedAt, id, revision]
    return id === null ? [place, at, startedAt] : [place, at, startedAt, id]
  })
  return { entries, shared: { abouts, numbers: packNumbers(numbers) } }
}

/** What an index has in common, its facts made one object each; undefined where it is not what `encodeRuns` gave. */
export function readShared(shared: unknown, table: AboutTable): SharedByRuns | undefined {
  const { abouts, numbers: packed } = (shared ?? {}) as { abouts?: unknown; numbers?: unknown }
  const numbers = unpackNumbers(packed)
  if (!Array.isArray(abouts) || !numbers) return undefined
  return { abouts: abouts.map((about) => table.intern(about)), numbers }
}

/**
 * The run that an entry stands for; undefined for what is none.
 * @param name of its file without the ending
 */
export function decodeRun(
  entry: unknown,
  name: string,
  shared: SharedByRuns | undefined,
): HistoryRun | undefined {
  if (!Array.isArray(entry) || !shared) return undefined
  const [place, at, startedAt, run, revision] = entry as unknown as Entry
  const about = shared.abouts[place]
  if (!Array.isArray(about?.ways) || !(at >= 0 && at + about.ways.length * WIDTH <= shared.numbers.length))
    return undefined
  const figures: HistoryFigure[] = []
  for (let k = 0; k < about.ways.length; k++) figures.push(figureAt(shared.numbers, at + k * WIDTH))
  const known = { run: run ?? name, startedAt, about, figures }
  return revision === undefined ? known : { ...known, revision }
}

function numbersOf({ n, p50Ms, p50Interval, idleMs = NONE }: HistoryFigure): number[] {
  const { lower = NONE, upper = NONE, coverage = NONE } = p50Interval ?? {}
  return [n, p50Ms, lower, upper, coverage, idleMs]
}

function figureAt(numbers: Float64Array, at: number): HistoryFigure {
  const [n, p50Ms, lower] = [numbers[at] as number, numbers[at + 1] as number, numbers[at + 2] as number]
  const [upper, coverage, idleMs] = [
    numbers[at + 3] as number,
    numbers[at + 4] as number,
    numbers[at + 5] as number,
  ]
  if (lower < 0 || upper < 0) return idleMs < 0 ? { n, p50Ms } : { n, p50Ms, idleMs }
  const p50Interval = { lower, upper, coverage }
  return idleMs < 0 ? { n, p50Ms, p50Interval } : { n, p50Ms, p50Interval, idleMs }
}
