import { isLocked } from './lock.ts'
import { readWhole } from './look-at-recording.ts'
import { type RecordedRun, recordedRuns } from './recorded-runs.ts'

/** A run as `coldstart runs` shows it. */
export interface RunListing extends Omit<RecordedRun, 'id' | 'state'> {
  readonly run: string
  readonly state: RecordedRun['state'] | 'running'
}

/**
 * All recorded runs of a working directory, oldest first; the last one is `latest`. Of finished runs only the ends of
 * the files are read.
 */
export async function listRuns(cwd: string): Promise<RunListing[]> {
  const listings: RunListing[] = []
  for (const { id: run, state, ...rest } of await recordedRuns(cwd))
    listings.push(state === 'unfinished' ? await describeUnfinished(run, rest.path) : { run, state, ...rest })
  return listings
}

async function describeUnfinished(run: string, path: string): Promise<RunListing> {
  const { state, ...rest } = await readWhole(path)
  const isRunning = state === 'unfinished' && (await isLocked(path))
  return { run, path, ...rest, state: isRunning ? 'running' : state }
}
