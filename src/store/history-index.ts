import type { HistoryAbout, HistoryFigure, HistoryRun } from '../stats/history/history-run.ts'

/** n, median, bounds and coverage of its interval, idle period; -1 for what is not known. */
const WIDTH = 6
const NONE = -1

/** `numbers` of all ways of the run in one row, WIDTH each. */
type Entry = readonly [
  about: number,
  run: string,
  startedAt: string,
  numbers: readonly number[],
  revision?: string,
]

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

/** Runs in few bytes, for an index of ten thousand. */
export function encodeRuns(runs: readonly HistoryRun[]): { entries: Entry[]; shared: HistoryAbout[] } {
  const places = new Map<HistoryAbout, number>()
  const shared: HistoryAbout[] = []
  const entries = runs.map(({ run, startedAt, revision, about, figures }): Entry => {
    const place = places.get(about) ?? shared.push(about) - 1
    places.set(about, place)
    const numbers = figures.flatMap(numbersOf)
    return revision === undefined
      ? [place, run, startedAt, numbers]
      : [place, run, startedAt, numbers, revision]
  })
  return { entries, shared }
}

/**
 * The run that an entry stands for; undefined for what is none.
 * @param shared as `encodeRuns` gave it; runs that share facts get the same object
 */
export function decodeRun(entry: unknown, shared: unknown): HistoryRun | undefined {
  if (!Array.isArray(entry) || !Array.isArray(shared)) return undefined
  const [place, run, startedAt, numbers, revision] = entry as unknown as Entry
  const about = shared[place] as HistoryAbout | undefined
  if (!Array.isArray(about?.ways) || !Array.isArray(numbers) || numbers.length !== about.ways.length * WIDTH)
    return undefined
  const figures = about.ways.map((_, k) => figureAt(numbers, k * WIDTH))
  return revision === undefined
    ? { run, startedAt, about, figures }
    : { run, startedAt, about, figures, revision }
}

function numbersOf({ n, p50Ms, p50Interval, idleMs = NONE }: HistoryFigure): number[] {
  const { lower = NONE, upper = NONE, coverage = NONE } = p50Interval ?? {}
  return [n, p50Ms, lower, upper, coverage, idleMs]
}

function figureAt(numbers: readonly number[], at: number): HistoryFigure {
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
