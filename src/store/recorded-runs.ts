import { closeSync, openSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { isColdstartError, messageOf } from '../core/errors.ts'
import { readFirstLine, readLastLine } from './file-ends.ts'
import { type FileMark, markOf } from './file-index.ts'
import { whatItIs } from './run-identity.ts'
import { type LookedAt, readRunIndex, type SeenRun, writeRunIndex } from './run-index.ts'

/** Folder of recorded runs, under the working directory. */
export const RESULTS_FOLDER = 'results'

/** A recorded run, as its file's first and last line tell it. */
export interface RecordedRun extends SeenRun {
  /** The name of its file without the ending; usually the run's own id. */
  readonly id: string
  readonly path: string
}

interface Dated {
  readonly run: RecordedRun
  readonly at: number
  readonly mtimeMs: number
}

/** Newest schema of a run file whose ends are understood here; everything else is read as a whole. */
const KNOWN_VERSION = 1
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
    if (run) seen.push({ name, stats: markOf(stats), run })
  }
  writeRunIndex(cwd, seen, read)
  return seen
    .map(({ name, stats, run }) => dated({ id: idOf(name), path: `${folder}${sep}${name}`, ...run }, stats))
    .sort(byStart)
    .map(({ run }) => run)
}

/** The newest recorded run: what `latest` means everywhere. A file that was killed before its header is no run yet. */
export async function latestRun(cwd: string): Promise<RecordedRun | undefined> {
  return (await recordedRuns(cwd)).findLast((run) => run.state !== 'empty' && Number.isFinite(startOf(run)))
}

/** Ids of all recorded runs, in alphabetical order; no file is opened. */
export function recordedIds(cwd: string): string[] {
  return recordingsIn(join(cwd, RESULTS_FOLDER)).map(idOf).sort()
}

/** File names of recordings; of a run that left both, its run file, from which the document was computed. */
export function recordingsIn(folder: string): string[] {
  const names = namesIn(folder).filter((name) => !name.startsWith('schema.'))
  const runFiles = names.filter((name) => name.endsWith('.jsonl'))
  const documents = names.filter((name) => name.endsWith('.json'))
  if (documents.length === 0) return runFiles
  const known = new Set(runFiles)
  const alone = new Set(documents.filter((name) => !known.has(`${name}l`)))
  return names.filter((name) => known.has(name) || alone.has(name))
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

function dated(run: RecordedRun, { mtimeMs }: FileMark): Dated {
  return { run, at: startOf(run), mtimeMs }
}

/** Older first; what has no start comes last. */
function byStart(a: Dated, b: Dated): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  const [one, two] = [a.run.id, b.run.id]
  return (stampOf(one) ?? 0) - (stampOf(two) ?? 0) || a.mtimeMs - b.mtimeMs || (one < two ? -1 : 1)
}

/** Milliseconds since 1970; infinite where neither header nor name tells. */
function startOf({ id, startedAt }: RecordedRun): number {
  const at = startedAt === undefined ? undefined : Date.parse(startedAt)
  return at || (stampOf(id) ?? Number.POSITIVE_INFINITY)
}

/** The time in an id that `newRunId` made. */
function stampOf(id: string): number | undefined {
  const found = STAMP.exec(id)
  return found ? Date.parse(`${found[1]}:${found[2]}:${found[3]}Z`) || undefined : undefined
}

/** What a file holds; undefined where it is no recording at all (some other JSON). */
async function look(path: string, stats: Stats): Promise<SeenRun | undefined> {
  if (!path.endsWith('.jsonl')) return stats.isFile() ? lookAtDocument(path) : undefined
  return (stats.isFile() && lookAtEnds(path, stats.size)) || readWhole(path)
}

/** Undefined where the ends do not tell. */
function lookAtEnds(path: string, size: number): SeenRun | undefined {
  let fd: number | undefined
  try {
    fd = openSync(path, 'r')
    const header = parse(readFirstLine(fd, size))
    if (header?.type !== 'header' || header.schemaVersion !== KNOWN_VERSION) return undefined
    const { startedAt, targets } = header
    if (typeof startedAt !== 'string' || !Array.isArray(targets)) return undefined
    const head = { startedAt, targets: targets.map((target) => String(target?.id)), ...whatItIs(header) }
    const footer = parse(readLastLine(fd, size).text)
    if (footer?.type !== 'footer') return { ...head, state: 'unfinished' }
    const { samples, errors, figures } = footer
    if (typeof samples !== 'number') return undefined
    return {
      ...head,
      state: 'finished',
      samples,
      ...(typeof errors === 'number' ? { errors } : {}),
      ...(Array.isArray(figures) ? { figures } : {}),
    }
  } catch {
    return undefined
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Reads every line, for what the ends do not tell: a damaged file, or how far an unfinished run has come. */
export async function readWhole(path: string): Promise<SeenRun> {
  let seen: SeenRun = { state: 'unfinished', targets: [] }
  let samples = 0
  let errors = 0
  try {
    const { runLines } = await import('./read-run-file.ts')
    for await (const line of runLines(path)) {
      if (line.type === 'sample') samples++
      if (line.type === 'sample' && line.sample.error) errors++
      if (line.type === 'header')
        seen = {
          ...seen,
          startedAt: line.startedAt,
          targets: line.targets.map(({ id }) => id),
          ...whatItIs({ ...line }),
        }
      if (line.type === 'footer')
        seen = { ...seen, state: 'finished', ...(line.figures && { figures: line.figures }) }
    }
    return { ...seen, samples, errors }
  } catch (error) {
    const isEmpty = isColdstartError(error) && error.code === 'journal-empty'
    return { ...seen, state: isEmpty ? 'empty' : 'damaged', problem: messageOf(error) }
  }
}

function lookAtDocument(path: string): SeenRun | undefined {
  try {
    const { run, targets, summaries, ...others } = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof run.startedAt !== 'string') return undefined
    const ids = targets.map(({ id }: { id: unknown }) => String(id))
    const samples = summaries.reduce((sum: number, one: { invocations: number }) => sum + one.invocations, 0)
    return { state: 'document', startedAt: run.startedAt, targets: ids, samples, ...whatItIs(others) }
  } catch {
    return undefined
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}
