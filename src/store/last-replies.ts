import { isColdstartError } from '../core/errors.ts'
import { replyEnd, wasReached } from '../core/reply-end.ts'
import type { RunFile } from '../core/run-file.ts'
import type { Target } from '../core/target.ts'
import { readResult } from './read-result.ts'
import { readRunFile } from './read-run-file.ts'
import { recordedRuns } from './recorded-runs.ts'

/**
 * When these targets last replied, by the recorded runs of this working directory, newest first and no further than
 * needed. Of a run of which only the document is left, the end of the run stands for its replies. A target is the
 * same where its id, provider and address are; the hashes in an address are not compared, since each runner seals with
 * a salt of its own.
 * @param except the id of a run whose samples do not count
 * @returns epoch ms by target id; targets that no run has met are left out
 * @throws ColdstartError those of `readRunFile` and `readResult`, since a file that cannot be read may hold the last reply
 */
export async function lastReplies(
  cwd: string,
  targets: readonly Target[],
  except?: string,
): Promise<ReadonlyMap<string, number>> {
  const open = new Map(targets.map((target) => [keyOf(target), target.id]))
  const found = new Map<string, number>()
  for (const { path } of (await recordedRuns(cwd)).reverse()) {
    if (open.size === 0) break
    for (const [key, at] of await repliesIn(path, except)) {
      const id = open.get(key)
      if (id === undefined) continue
      found.set(id, at)
      open.delete(key)
    }
  }
  return found
}

/** The end of the last reply of each target of a run, by the target's key. */
async function repliesIn(path: string, except: string | undefined): Promise<ReadonlyMap<string, number>> {
  if (!path.endsWith('.jsonl')) return endOfDocument(path)
  const ends = new Map<string, number>()
  const run = await readUnlessEmpty(path)
  if (!run || run.header.run === except) return ends
  const keys = new Map(run.header.targets.map((target) => [target.id, keyOf(target)]))
  for (const sample of run.samples) {
    const key = keys.get(sample.target)
    if (key !== undefined && wasReached(sample)) ends.set(key, Math.max(replyEnd(sample), ends.get(key) ?? 0))
  }
  return ends
}

/** A run that was killed before its header has met nobody. */
async function readUnlessEmpty(path: string): Promise<RunFile | undefined> {
  try {
    return (await readRunFile(path)).run
  } catch (error) {
    if (isColdstartError(error) && error.code === 'journal-empty') return undefined
    throw error
  }
}

async function endOfDocument(path: string): Promise<ReadonlyMap<string, number>> {
  const { run, targets } = await readResult(path)
  const at = Date.parse(run.finishedAt ?? run.startedAt)
  return new Map(targets.map((target) => [keyOf(target), at]))
}

function keyOf({ id, provider, url }: Target): string {
  const { origin, pathname } = new URL(url)
  return JSON.stringify([id, provider, origin, pathname])
}
