import type { HistoryAbout, HistoryFigure, HistoryRun } from '../stats/history/history-run.ts'
import { packNumbers, unpackNumbers } from './packed-numbers.ts'

/** n, median, bounds and coverage of its interval, idle period; -1 for what is not known. */
const FIGURE_WIDTH = 6
/** Of a run: which of the facts, where its numbers begin (FIGURE_WIDTH for each way), which of the revisions. */
const RUN_WIDTH = 3
const NONE = -1

/** Runs as an index holds them: columns, because ten thousand small objects take longer to read than to be worked with. */
interface EncodedRuns {
  readonly abouts: readonly unknown[]
  readonly revisions: readonly string[]
  readonly startedAt: readonly string[]
  /** Places and ids of runs that are not called as their files are. */
  readonly ids: readonly (readonly [place: number, id: string])[]
  readonly rows: string
  readonly numbers: string
}

/** The runs of an index, by their place in it. */
export interface RememberedRuns {
  /**
   * The run at a place; undefined where none is.
   * @param name of its file without the ending
   */
  runAt(place: number | undefined, name: string): HistoryRun | undefined
}

const NO_RUNS: RememberedRuns = { runAt: () => undefined }

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

/** Gives each value a place, equal ones the same. */
class Places<Value> {
  readonly values: Value[] = []
  readonly #known = new Map<Value, number>()

  of(value: Value): number {
    const place = this.#known.get(value) ?? this.values.push(value) - 1
    this.#known.set(value, place)
    return place
  }
}

/**
 * Runs in few bytes, for an index of ten thousand.
 * @param names of their files without the ending, one a run
 */
export function encodeRuns(runs: readonly HistoryRun[], names: readonly string[]): EncodedRuns {
  const abouts = new Places<HistoryAbout>()
  const revisions = new Places<string>()
  const rows: number[] = []
  const numbers: number[] = []
  for (const { about, revision, figures } of runs) {
    rows.push(abouts.of(about), numbers.length, revision === undefined ? NONE : revisions.of(revision))
    for (const figure of figures) numbers.push(...numbersOf(figure))
  }
  return {
    abouts: abouts.values,
    revisions: revisions.values,
    startedAt: runs.map(({ startedAt }) => startedAt),
    ids: runs.flatMap(({ run }, place) => (run === names[place] ? [] : [[place, run] as const])),
    rows: packNumbers(rows),
    numbers: packNumbers(numbers),
  }
}

/** What `encodeRuns` gave, its facts made one object each; nothing where it is something else. */
export function rememberedRuns(encoded: unknown, table: AboutTable): RememberedRuns {
  const { abouts: facts, revisions, startedAt, ids, ...packed } = (encoded ?? {}) as Partial<EncodedRuns>
  const [rows, numbers] = [unpackNumbers(packed.rows), unpackNumbers(packed.numbers)]
  if (![facts, revisions, startedAt, ids].every(Array.isArray) || !rows || !numbers) return NO_RUNS
  const abouts = (facts as HistoryAbout[]).map((about) => table.intern(about))
  const idOf = new Map(ids)
  return {
    runAt(place = NONE, name) {
      const [started, at] = [startedAt?.[place], rows[place * RUN_WIDTH + 1]]
      const about = abouts[rows[place * RUN_WIDTH] ?? NONE]
      if (typeof started !== 'string' || at === undefined || !Array.isArray(about?.ways)) return undefined
      if (!(at >= 0 && at + about.ways.length * FIGURE_WIDTH <= numbers.length)) return undefined
      const figures: HistoryFigure[] = []
      for (let k = 0; k < about.ways.length; k++) figures.push(figureAt(numbers, at + k * FIGURE_WIDTH))
      const run = { run: idOf.get(place) ?? name, startedAt: started, about, figures }
      const revision = revisions?.[rows[place * RUN_WIDTH + 2] ?? NONE]
      return revision === undefined ? run : { ...run, revision }
    },
  }
}

function numbersOf({ n, p50Ms, p50Interval, idleMs = NONE }: HistoryFigure): number[] {
  const { lower = NONE, upper = NONE, coverage = NONE } = p50Interval ?? {}
  return [n, p50Ms, lower, upper, coverage, idleMs]
}

function figureAt(numbers: Float64Array, at: number): HistoryFigure {
  const n = numbers[at] as number
  const p50Ms = numbers[at + 1] as number
  const lower = numbers[at + 2] as number
  const upper = numbers[at + 3] as number
  const idleMs = numbers[at + 5] as number
  if (lower < 0 || upper < 0) return idleMs < 0 ? { n, p50Ms } : { n, p50Ms, idleMs }
  const p50Interval = { lower, upper, coverage: numbers[at + 4] as number }
  return idleMs < 0 ? { n, p50Ms, p50Interval } : { n, p50Ms, p50Interval, idleMs }
}
