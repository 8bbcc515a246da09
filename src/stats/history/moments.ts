import { byStart } from './history-points.ts'
import type { HistoryRun } from './history-run.ts'
import { figureAt, type Series } from './series.ts'

/** Fewer cold starts have no 95 % interval of their median; runs that have fewer are joined. */
const LEAST_COLDS = 6
/** Runs of different functions of one kin that began within so long are of one moment. */
const ONE_MOMENT_MS = 12 * 3_600_000

type Colds = (number | undefined)[]

/** What has been put into the newest moment. */
interface Moment {
  readonly since: string
  /** Of its last run. */
  day: string
  readonly isSmall: boolean
  /** Cold starts of each series; undefined where it has no run in this moment. */
  readonly colds: Colds
}

/**
 * Sorts the runs of one kin into moments, the same for all its series so that they can be set side by side. Runs that
 * hold different functions of the kin and began within half a day are one moment; two runs of one function are two.
 * Runs of fewer than six cold starts, such as scheduled ones of a single one, are joined with those after them: by
 * the day (UTC), and day by day until there are six.
 * @returns for each series the moment of each of its entries, counted from 0
 */
export function momentsOf(kin: readonly Series[]): Int32Array[] {
  const [only] = kin
  if (kin.length === 1 && only?.runs.every((_, index) => figureAt(only, index).n >= LEAST_COLDS))
    return [Int32Array.from(only.runs.keys())]
  const moments = kin.map(({ runs }) => new Int32Array(runs.length))
  const next = kin.map(() => 0)
  let count = 0
  let newest: Moment | undefined
  for (let run = earliest(kin, next); run !== undefined; run = earliest(kin, next)) {
    const colds = kin.map((series, k) => {
      const index = next[k] as number
      return series.runs[index] === run ? figureAt(series, index).n : undefined
    })
    if (newest === undefined || !belongs(newest, run, colds)) {
      newest = { since: run.startedAt, day: '', isSmall: isSmall(colds), colds: kin.map(() => undefined) }
      count++
    }
    newest.day = dayOf(run)
    for (const [k, n] of colds.entries()) {
      if (n === undefined) continue
      ;(moments[k] as Int32Array)[next[k] as number] = count - 1
      next[k] = (next[k] as number) + 1
      newest.colds[k] = (newest.colds[k] ?? 0) + n
    }
  }
  return moments
}

/** Undefined after the last run of all series. */
function earliest(kin: readonly Series[], next: readonly number[]): HistoryRun | undefined {
  let first: HistoryRun | undefined
  for (const [k, { runs }] of kin.entries()) {
    const run = runs[next[k] as number]
    if (run && run !== first && (first === undefined || byStart(run, first) < 0)) first = run
  }
  return first
}

function belongs(
  { since, day, isSmall: wasSmall, colds: had }: Moment,
  run: HistoryRun,
  colds: Colds,
): boolean {
  if (isSmall(colds) !== wasSmall) return false
  if (wasSmall) return dayOf(run) === day || most(had) < LEAST_COLDS
  if (colds.some((n, k) => n !== undefined && had[k] !== undefined)) return false
  return Date.parse(run.startedAt) - Date.parse(since) <= ONE_MOMENT_MS
}

function isSmall(colds: Colds): boolean {
  return most(colds) < LEAST_COLDS
}

function most(colds: Colds): number {
  return Math.max(...colds.map((n) => n ?? 0))
}

function dayOf({ startedAt }: HistoryRun): string {
  return startedAt.slice(0, 10)
}
