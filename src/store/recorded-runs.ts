import { readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { markOf, NOT_WORTH_WRITING } from './file-index.ts'
import { look } from './look-at-recording.ts'
import { type LookedAt, readRunIndex, type SeenRun, startIfRun, writeRunIndex } from './run-index.ts'

/** Folder of recorded runs, under the working directory. */
export const RESULTS_FOLDER = 'results'

/** A recorded run, as its file's first and last line tell it. */
export interface RecordedRun extends SeenRun {
  /** The name of its file without the ending; usually the run's own id. */
  readonly id: string
  readonly path: string
}

type Started = Pick<LookedAt, 'name' | 'stats' | 'at'>

const STAMP = /^(\d{4}-\d{2}-\d{2}T\d{2})(\d{2})(\d{2})-/

/**
 * All recorded runs of a working directory, oldest first. A run is a run file in `results/`, or the document computed
 * from one that is gone. The order is that of the runs' own starts (the header's; where no header can be read, the
 * time in the name), not that of the files' dates, which a copy or a checkout changes; those decide only between runs of
 * one millisecond.
 *
 * Of a run file only the ends are read, and those are remembered in `.coldstart/run-index.json` (see `run-index.ts`).
 */
export async function recordedRuns(cwd: string): Promise<RecordedRun[]> {
  return (await lookAtAll(cwd)).sort(byStart).map((one) => recordedRun(cwd, one))
}

/** The newest recorded run: what `latest` means everywhere. Of those that the index knows it parses only when they were started. */
export async function latestRun(cwd: string): Promise<RecordedRun | undefined> {
  const folder = join(cwd, RESULTS_FOLDER)
  const index = readRunIndex(cwd)
  let newest: Started | undefined
  let unknown = 0
  for (const name of recordingsIn(folder)) {
    const stats = statSync(`${folder}${sep}${name}`, { throwIfNoEntry: false })
    if (!stats) continue
    let at = index.startOf(name, stats)
    if (at === undefined && ++unknown >= NOT_WORTH_WRITING) return newestOf(cwd, await lookAtAll(cwd))
    if (at === undefined) {
      const run = await look(`${folder}${sep}${name}`, stats)
      at = run ? startIfRun({ run, at: startOf(name, run) }) : Number.POSITIVE_INFINITY
    }
    const one = { name, stats, at }
    if (Number.isFinite(at) && (!newest || byStart(newest, one) < 0)) newest = one
  }
  if (!newest) return undefined
  const stats = statSync(join(folder, newest.name), { throwIfNoEntry: false })
  const run = stats && (await look(join(folder, newest.name), stats))
  return run && recordedRun(cwd, { ...newest, run })
}

function newestOf(cwd: string, all: readonly LookedAt[]): RecordedRun | undefined {
  const newest = all
    .filter((one) => Number.isFinite(startIfRun(one)))
    .sort(byStart)
    .at(-1)
  return newest && recordedRun(cwd, newest)
}

/** In any order. Ten thousand runs: what is made for each of them costs as much as reading the index. */
async function lookAtAll(cwd: string): Promise<LookedAt[]> {
  const folder = join(cwd, RESULTS_FOLDER)
  const index = readRunIndex(cwd)
  const seen: LookedAt[] = []
  let read = 0
  for (const name of recordingsIn(folder)) {
    const path = `${folder}${sep}${name}`
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats) continue
    const known = index.lookUp(name, stats)
    if (!known) read++
    const run = known ?? (await look(path, stats))
    if (run) seen.push({ name, stats: markOf(stats), run, at: startOf(name, run) })
  }
  writeRunIndex(cwd, seen, read)
  return seen
}

function recordedRun(cwd: string, { name, run }: Pick<LookedAt, 'name' | 'run'>): RecordedRun {
  return { id: idOf(name), path: join(cwd, RESULTS_FOLDER, name), ...run }
}

/** Ids of all recorded runs, in alphabetical order; no file is opened. */
export function recordedIds(cwd: string): string[] {
  return recordingsIn(join(cwd, RESULTS_FOLDER)).map(idOf).sort()
}

/** File names of recordings; of a run that left both, its run file, from which the document was computed. */
export function recordingsIn(folder: string): string[] {
  const names = namesIn(folder)
  const runFiles = new Set(names.filter((name) => name.endsWith('.jsonl')))
  return names.filter((name) => {
    const isRecording = name.endsWith('.jsonl') || (name.endsWith('.json') && !runFiles.has(`${name}l`))
    return isRecording && !name.startsWith('schema.')
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Of a recording's file. */
export function idOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'))
}

/** Older first; what has no start comes last. */
function byStart(a: Started, b: Started): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  const [one, two] = [idOf(a.name), idOf(b.name)]
  return (
    (stampOf(one) ?? 0) - (stampOf(two) ?? 0) || a.stats.mtimeMs - b.stats.mtimeMs || (one < two ? -1 : 1)
  )
}

/** @param name of its file */
function startOf(name: string, { startedAt }: SeenRun): number {
  const at = startedAt === undefined ? undefined : Date.parse(startedAt)
  return at || (stampOf(idOf(name)) ?? Number.POSITIVE_INFINITY)
}

/** The time in an id that `newRunId` made. */
function stampOf(id: string): number | undefined {
  const found = STAMP.exec(id)
  return found ? Date.parse(`${found[1]}:${found[2]}:${found[3]}Z`) || undefined : undefined
}
