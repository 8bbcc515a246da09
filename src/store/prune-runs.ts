import { closeSync, openSync, readdirSync } from 'node:fs'
import { lstat, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readBaselineFacts } from './baseline-facts.ts'
import { baselineFolder, baselinePath, listBaselines } from './baseline-folder.ts'
import { readFirstLine } from './file-ends.ts'
import { isLocked } from './lock.ts'
import { reportsBeside } from './own-reports.ts'
import { readDocument } from './read-result.ts'
import { RESULTS_FOLDER, type RecordedRun, recordedRuns } from './recorded-runs.ts'

/** Which recorded runs may go. */
export interface PruneRules {
  readonly cwd: string
  /** Only what began before this, epoch ms. */
  readonly before?: number
  /** Never the newest so many. */
  readonly keep?: number
}

/** A run that goes, with its files. */
export interface PrunedRun {
  readonly run: string
  readonly startedAt?: string
  readonly paths: readonly string[]
  readonly bytes: number
}

/** What `prune` would remove, and what stays. */
export interface PruneFindings {
  readonly goes: readonly PrunedRun[]
  /** Runs that the rules name and that stay all the same, and files beside those that go. */
  readonly stays: readonly { readonly run: string; readonly reason: string }[]
}

/**
 * Recorded runs that are older than the rules allow and not among the newest; nothing is removed yet. What a baseline was made
 * of stays, as does what can still be resumed, cannot be read, or is not ours. A report that is named after the run and shows
 * that it is ours goes with it.
 */
export async function findPrunable({ cwd, before, keep = 0 }: PruneRules): Promise<PruneFindings> {
  const all = (await recordedRuns(cwd)).filter(({ state }) => state !== 'empty')
  const old = all
    .slice(0, Math.max(0, all.length - keep))
    .filter(
      ({ startedAt }) => before === undefined || (startedAt !== undefined && Date.parse(startedAt) < before),
    )
  const inBaselines = old.length > 0 ? await runsOfBaselines(cwd) : new Map<string, string>()
  const names = old.length > 0 ? readdirSync(join(cwd, RESULTS_FOLDER)) : []
  const goes: PrunedRun[] = []
  const stays: { run: string; reason: string }[] = []
  for (const run of old) {
    const found = await filesOf(run, names)
    const reason = inBaselines.get(run.id) ?? (await whyItStays(run)) ?? found.reason
    if (reason === undefined) {
      goes.push(found.pruned)
      for (const name of found.others)
        stays.push({ run: name, reason: 'nothing in it says that coldstart wrote it' })
    } else stays.push({ run: run.id, reason })
  }
  return { goes, stays }
}

/** Removes the files of a run: its reports and its document first, so that what is left by a crash is the run file. */
export async function removeRun({ paths }: PrunedRun): Promise<void> {
  for (const path of paths) await rm(path, { force: true })
}

async function runsOfBaselines(cwd: string): Promise<ReadonlyMap<string, string>> {
  const runs = new Map<string, string>()
  for (const name of await listBaselines(baselineFolder(cwd)))
    for (const { run } of await readBaselineFacts(baselinePath(cwd, name)))
      runs.set(run, `it is part of the baseline ${name}`)
  return runs
}

async function whyItStays({ state, path, problem }: RecordedRun): Promise<string | undefined> {
  if (state === 'damaged') return `it is damaged: ${problem ?? 'it cannot be read'}`
  if (state !== 'unfinished') return undefined
  return (await isLocked(path)) ? 'it is running' : 'it is unfinished and can be resumed'
}

/** The run file, the document and the reports beside it, as far as they are files and ours. */
async function filesOf(
  { id, path, startedAt }: RecordedRun,
  names: readonly string[],
): Promise<{ pruned: PrunedRun; others: readonly string[]; reason?: string }> {
  const document = path.replace(/\.jsonl$/, '.json')
  const candidates = [...new Set([document, path])]
  const paths: string[] = []
  let bytes = 0
  for (const candidate of candidates) {
    const stats = await lstat(candidate).catch(() => undefined)
    if (!stats) continue
    if (!stats.isFile())
      return {
        pruned: { run: id, paths, bytes },
        others: [],
        reason: `${basename(candidate)} is not a plain file`,
      }
    if (!(await isOurs(candidate))) {
      if (candidate === path)
        return { pruned: { run: id, paths, bytes }, others: [], reason: 'coldstart did not write it' }
      continue
    }
    paths.push(candidate)
    bytes += stats.size
  }
  const { own, others } = reportsBeside(dirname(path), id, names)
  for (const report of own) bytes += report.bytes
  const all = [...own.map((report) => report.path), ...paths]
  return { pruned: { run: id, ...(startedAt === undefined ? {} : { startedAt }), paths: all, bytes }, others }
}

async function isOurs(path: string): Promise<boolean> {
  try {
    const value = path.endsWith('.jsonl') ? JSON.parse(await firstLineOf(path)) : await readDocument(path)
    return (value as { tool?: { name?: unknown } }).tool?.name === 'coldstart'
  } catch {
    return false
  }
}

async function firstLineOf(path: string): Promise<string> {
  const { size } = await lstat(path)
  const fd = openSync(path, 'r')
  try {
    return readFirstLine(fd, size)
  } finally {
    closeSync(fd)
  }
}
