import { join } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { listRunIds } from './find-run.ts'
import { isLocked } from './lock.ts'
import { readRunFile } from './read-run-file.ts'

/** A run as `coldstart runs` shows it. */
export interface RunListing {
  readonly run: string
  readonly path: string
  readonly state: 'finished' | 'unfinished' | 'running' | 'damaged'
  readonly startedAt?: string
  readonly targets: readonly string[]
  readonly samples: number
  readonly errors: number
  /** What is wrong with a damaged file. */
  readonly problem?: string
}

/** All runs of a folder, oldest first. Reads every file; changes nothing. */
export async function listRuns(folder: string): Promise<RunListing[]> {
  const ids = await listRunIds(folder)
  const listings: RunListing[] = []
  for (const id of ids) listings.push(await describeRun(id, join(folder, `${id}.jsonl`)))
  return listings
}

async function describeRun(run: string, path: string): Promise<RunListing> {
  try {
    const { header, samples, footer } = (await readRunFile(path)).run
    return {
      run,
      path,
      state: footer ? 'finished' : (await isLocked(path)) ? 'running' : 'unfinished',
      startedAt: header.startedAt,
      targets: header.targets.map(({ id }) => id),
      samples: samples.length,
      errors: samples.filter(({ error }) => error).length,
    }
  } catch (error) {
    return { run, path, state: 'damaged', targets: [], samples: 0, errors: 0, problem: messageOf(error) }
  }
}
