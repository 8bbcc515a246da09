import { closeSync, openSync, readFileSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../core/errors.ts'
import type { Result } from '../core/result.ts'
import type { RunFigure, RunHeader } from '../core/run-file.ts'
import { groupTargets } from '../core/target-groups.ts'
import { describeHistoryTarget } from '../stats/history/describe-history-target.ts'
import type { HistoryFigure, HistoryRun } from '../stats/history/history-run.ts'
import { describeMachine } from '../stats/result/machine.ts'
import { readFirstLine, readLastLine } from './file-ends.ts'
import { type IndexedFile, readFileIndex, writeFileIndex } from './file-index.ts'
import { decodeRun, encodeRuns } from './history-index.ts'
import { isLocked } from './lock.ts'
import { RESULTS_FOLDER, recordingsIn } from './recorded-runs.ts'
import { whatItIs } from './run-identity.ts'

/** Newest schema of a run file whose ends are understood here; everything else is read as a whole. */
const KNOWN_VERSION = 1
const INDEX_VERSION = 1
/** From so many cold starts on a median has an interval. */
const INTERVAL_FROM = 6

/** What a folder's recorded runs tell, and which do not. */
export interface RecordedHistory {
  /** Oldest first. */
  readonly runs: readonly HistoryRun[]
  readonly left: readonly { readonly run: string; readonly reason: string }[]
}

/**
 * The medians of all recorded runs of a working directory. Of a run file only the ends are read, where its footer has
 * them with their intervals; else the result document beside it; the whole file only where neither is there. What was read is
 * kept in `.coldstart/history-index.json`.
 */
export async function readHistory(cwd: string): Promise<RecordedHistory> {
  const folder = join(cwd, RESULTS_FOLDER)
  const place = { cwd, name: 'history-index.json', version: INDEX_VERSION }
  const index = readFileIndex(place)
  const found: { name: string; stats: Stats; run: HistoryRun }[] = []
  const left: { run: string; reason: string }[] = []
  let read = 0
  for (const name of recordingsIn(folder)) {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false })
    if (!stats?.isFile()) continue
    const known = decodeRun(index.lookUp(name, stats), index.shared)
    if (!known) read++
    try {
      const run = known ?? (await readRun(folder, name, stats))
      if (run) found.push({ name, stats, run })
    } catch (error) {
      left.push({ run: name, reason: messageOf(error) })
    }
  }
  const { entries, shared } = encodeRuns(found.map(({ run }) => run))
  const files = found.map(({ name, stats }, k): IndexedFile => ({ name, stats, seen: entries[k] }))
  writeFileIndex(place, { files, read, shared })
  return { runs: found.map(({ run }) => run).sort(byStart), left }
}

function byStart(a: HistoryRun, b: HistoryRun): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? -1 : 1
  return a.run < b.run ? -1 : 1
}

/** Undefined for what is no recording, or one that is still being written. */
async function readRun(folder: string, name: string, stats: Stats): Promise<HistoryRun | undefined> {
  const path = join(folder, name)
  if (!name.endsWith('.jsonl')) return fromDocument(path)
  const ends = readEnds(path, stats.size)
  if (ends?.figures && !ends.figures.some(lacksInterval)) return runOf(ends.header, ends.figures)
  const document = ends?.figures || ends?.isFinished ? fromDocument(path.slice(0, -1)) : undefined
  if (document) return document
  if (ends?.figures) return runOf(ends.header, ends.figures)
  if (!ends?.isFinished && (await isLocked(path))) return undefined
  const { streamResult } = await import('./read-result.ts')
  return fromResult(await streamResult(path))
}

/** A footer from before intervals were kept. */
function lacksInterval({ n, p50Interval }: RunFigure): boolean {
  return n >= INTERVAL_FROM && p50Interval === undefined
}

interface Ends {
  readonly header: RunHeader
  readonly isFinished: boolean
  readonly figures?: readonly RunFigure[]
}

/** Undefined where the ends are not what this version writes. */
function readEnds(path: string, size: number): Ends | undefined {
  const fd = openSync(path, 'r')
  try {
    const header = JSON.parse(readFirstLine(fd, size))
    if (header?.type !== 'header' || header.schemaVersion !== KNOWN_VERSION) return undefined
    const footer = JSON.parse(readLastLine(fd, size).text)
    const isFinished = footer?.type === 'footer'
    return {
      header,
      isFinished,
      ...(isFinished && Array.isArray(footer.figures) ? { figures: footer.figures } : {}),
    }
  } catch {
    return undefined
  } finally {
    closeSync(fd)
  }
}

function fromDocument(path: string): HistoryRun | undefined {
  try {
    const document = JSON.parse(readFileSync(path, 'utf8'))
    return document.tool.name === 'coldstart' ? fromResult(document) : undefined
  } catch {
    return undefined
  }
}

function fromResult(result: Omit<Result, 'samples'>): HistoryRun {
  const figures = result.summaries.flatMap(({ target, cold }) =>
    cold.flatMap(({ coldBy, plannedIdleMs, wait, idleMs }): HistoryFigure[] =>
      wait.p50Ms === undefined
        ? []
        : [
            {
              target,
              coldBy,
              ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
              n: wait.n,
              p50Ms: wait.p50Ms,
              ...(wait.p50Interval ? { p50Interval: wait.p50Interval } : {}),
              ...(plannedIdleMs === undefined && idleMs ? { idleMs: idleMs.median } : {}),
            },
          ],
    ),
  )
  const { id, startedAt } = result.run
  return runOf({ ...result, run: id, startedAt }, figures)
}

function runOf(
  header: Pick<RunHeader, 'run' | 'startedAt' | 'environment' | 'config' | 'targets' | 'tool'>,
  figures: readonly HistoryFigure[],
): HistoryRun {
  const { run, startedAt, environment, targets, tool } = header
  const { label, revision } = whatItIs({ ...header })
  const groups = [...groupTargets(targets).values()].flatMap(([first]) => (first ? [first] : []))
  return {
    run,
    startedAt: new Date(startedAt).toISOString(),
    ...(label === undefined ? {} : { label }),
    ...(revision === undefined ? {} : { revision }),
    machine: describeMachine(environment),
    node: environment.node,
    ...(environment.location === undefined ? {} : { place: environment.location }),
    tool: tool.version,
    targets: groups.map(describeHistoryTarget),
    figures,
  }
}
