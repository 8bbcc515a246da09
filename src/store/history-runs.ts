import { readFileSync, type Stats, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { plainValue } from '../core/plain-text.ts'
import type { Result } from '../core/result.ts'
import type { RunFigure, RunHeader } from '../core/run-file.ts'
import type { Target } from '../core/target.ts'
import { groupTargets } from '../core/target-groups.ts'
import { describeHistoryTarget } from '../stats/history/describe-history-target.ts'
import { byStart } from '../stats/history/history-points.ts'
import type { HistoryRun } from '../stats/history/history-run.ts'
import { describeMachine } from '../stats/result/machine.ts'
import { type KeptFiles, readFileIndex, writeFileIndex } from './file-index.ts'
import { AboutTable, encodeRuns, rememberedRuns } from './history-index.ts'
import { isLocked } from './lock.ts'
import { idOf, RESULTS_FOLDER, recordingsIn } from './recorded-runs.ts'
import { readEnds } from './run-ends.ts'
import { whatItIs } from './run-identity.ts'

const INDEX_VERSION = 7
/** From so many cold starts on a median has an interval. */
const INTERVAL_FROM = 6

/** Columns, because ten thousand of anything small cost more than what is done with them. */
interface Found {
  readonly names: string[]
  readonly runs: HistoryRun[]
  /** Of each file its size and dates, as `FileMark` has them. */
  readonly marks: number[]
}

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
  const found: Found = { names: [], runs: [], marks: [] }
  const abouts = new AboutTable()
  const remembered = rememberedRuns(index.shared, abouts)
  const left: { run: string; reason: string }[] = []
  let read = 0
  for (const name of recordingsIn(folder)) {
    const stats = statSync(`${folder}${sep}${name}`, { throwIfNoEntry: false })
    if (!stats?.isFile()) continue
    const known = remembered.runAt(index.lookUpBrief(name, stats), idOf(name))
    if (!known) read++
    try {
      const run = known ?? internIn(abouts, await readRun(folder, name, stats))
      if (run) keep(found, name, stats, run)
    } catch (error) {
      left.push({ run: name, reason: messageOf(error) })
    }
  }
  writeFileIndex(place, read, () => describe(found))
  return { runs: found.runs.sort(byStart), left }
}

function keep(
  { names, runs, marks }: Found,
  name: string,
  { size, mtimeMs, ctimeMs }: Stats,
  run: HistoryRun,
) {
  names.push(name)
  runs.push(run)
  marks.push(size, mtimeMs, ctimeMs)
}

/** What is known of each file without parsing is where its run stands. */
function describe({ names, runs, marks }: Found): KeptFiles {
  const markAt = (at: number) => {
    const [size, mtimeMs, ctimeMs] = marks.slice(at, at + 3) as [number, number, number]
    return { size, mtimeMs, ctimeMs }
  }
  return {
    files: names.map((name, place) => ({ name, stats: markAt(3 * place), brief: place })),
    shared: encodeRuns(runs, names.map(idOf)),
  }
}

/** Made plain here, once: ten thousand runs are shown from what is remembered of them. */
function internIn(abouts: AboutTable, run: HistoryRun | undefined): HistoryRun | undefined {
  if (!run) return undefined
  const plain = plainValue(run)
  return { ...plain, about: abouts.intern(plain.about) }
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
    cold.flatMap(({ coldBy, plannedIdleMs, wait, idleMs }): RunFigure[] =>
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
  all: readonly RunFigure[],
): HistoryRun {
  const { run, startedAt, environment, targets, tool } = header
  const { revision } = whatItIs({ ...header })
  const groups = groupTargets(targets)
  const figures = all.filter(({ target }) => groups.has(target))
  const ways = figures.map(({ target, coldBy, plannedIdleMs }) => ({
    target: describeHistoryTarget(groups.get(target)?.[0] as Target),
    coldBy,
    ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
  }))
  return {
    run,
    startedAt: new Date(startedAt).toISOString(),
    ...(revision === undefined ? {} : { revision }),
    about: {
      machine: describeMachine(environment),
      node: environment.node,
      ...(environment.location === undefined ? {} : { place: environment.location }),
      tool: tool.version,
      ways,
    },
    figures: figures.map(({ n, p50Ms, p50Interval, idleMs }) => ({
      n,
      p50Ms,
      ...(p50Interval ? { p50Interval } : {}),
      ...(idleMs === undefined ? {} : { idleMs }),
    })),
  }
}
