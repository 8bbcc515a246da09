import { readResolvedConfig } from '../config/resolve-config.ts'
import { type Clock, isoNow } from '../core/clock.ts'
import { formatDuration } from '../core/duration.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Environment, RunFile, RunHeader, RunNote } from '../core/run-file.ts'
import { limitsOf } from '../plan/limits.ts'
import { type PlannedRun, planRun } from '../plan/make-plan.ts'
import { elsewhereOf } from '../stats/result/machine.ts'
import { goOnWithJournal, type ReopenedJournal, withJournal } from '../store/journal.ts'
import { readRunFile } from '../store/read-run-file.ts'
import { executePlan } from './execute-plan.ts'
import { startProberFor } from './record-run.ts'
import { refuseStraySamples } from './refuse-stray-samples.ts'
import { addRecorded, createRunState, type RunState } from './run-state.ts'
import type { MeasuredRun, RunContext, RunJob } from './session.ts'
import type { PreparedTargets } from './target-book.ts'

/** What a run that goes on is measured with: the same ids as in its header, at addresses that may differ. */
export interface TargetsAgain extends PreparedTargets {
  /** What was done to have them again, for the note: `The local engine was started anew.` */
  readonly remark?: string
  /** As in `RunJob`. */
  readonly lastReplies?: RunJob['lastReplies']
}

/** A run that goes on. */
export interface StoppedRun {
  readonly path: string
  readonly toolVersion: string
  /** Where it goes on. @param location where it was started, in the user's words */
  readonly environment: (location: string | undefined) => Promise<Environment>
  /** Has the targets of the run at hand again; called once the run file is known to be sound and ours. */
  readonly prepare: (header: RunHeader) => Promise<TargetsAgain>
}

/**
 * Goes on with a run where it stopped: the same plan, seed and order, idle deadlines from the wall clock.
 * @returns the run with its earlier samples, read from its file; without a footer when the context's signal ended it again
 * @throws ColdstartError those of `goOnWithJournal` and `executePlan`, `resumed-elsewhere`, and `plan-changed`
 */
export async function resumeRun(stopped: StoppedRun, context: RunContext): Promise<RunFile> {
  await measureOn(stopped, context)
  return (await readRunFile(stopped.path)).run
}

/**
 * The same for a run too long to hold.
 * @throws ColdstartError as `resumeRun`
 */
export async function measureOn(stopped: StoppedRun, context: RunContext): Promise<MeasuredRun> {
  const { reopened, recorded } = await reopen(stopped.path, context.clock)
  const { journal } = reopened
  const { header, state } = recorded
  return withJournal(journal, async () => {
    await refuseElsewhere(header, stopped)
    const again = await stopped.prepare(header)
    const planned = await remakePlan(recorded, again, stopped.path)
    const note = noteOf(reopened, recorded, again, stopped.toolVersion, context.clock)
    await journal.append(note)
    state.addNote(note)
    context.onEvent({ type: 'note', note })
    const prober = await startProberFor(again.targets, context)
    try {
      const { lastReplies } = again
      const job = { ...planned, header, earlier: state, ...(lastReplies ? { lastReplies } : {}) }
      return await executePlan(job, again, { prober, journal }, context)
    } finally {
      await prober.close()
    }
  })
}

/** What was recorded of a run before it stopped. */
interface RecordedSoFar {
  readonly header: RunHeader
  readonly state: RunState
  /** When its last sample was taken, ISO 8601; else when it began. */
  lastAt: string
}

async function reopen(
  path: string,
  clock: Clock,
): Promise<{ reopened: ReopenedJournal; recorded: RecordedSoFar }> {
  let recorded: RecordedSoFar | undefined
  const reopened = await goOnWithJournal(path, {
    header: (header) => {
      recorded = { header, state: createRunState(header), lastAt: header.startedAt }
    },
    sample: (sample) => {
      if (!recorded) return
      addRecorded(recorded.state, sample, clock)
      recorded.lastAt = sample.startedAt
    },
    note: (note) => recorded?.state.addNote(note),
  })
  if (!recorded) throw new Error(`${path} was opened without its header.`)
  return { reopened, recorded }
}

/** One run has one machine, one Node and one place. */
async function refuseElsewhere({ run, environment: there }: RunHeader, stopped: StoppedRun): Promise<void> {
  const differences = elsewhereOf(there, await stopped.environment(there.location))
  if (differences.length > 0) throw new ColdstartError('resumed-elsewhere', { run, differences })
}

/** The plan that the run was started with: from its own header, and it must account for every sample. */
async function remakePlan(
  { header, state }: RecordedSoFar,
  again: TargetsAgain,
  path: string,
): Promise<PlannedRun> {
  const limits = limitsOf(again.providers)
  const planned = planRun(readResolvedConfig(header.config, header.run), header.targets, limits)
  if (!planned.makers) await refuseStraySamples(planned.plan, state, header.run, path)
  const present = new Set(again.targets.map(({ id }) => id))
  const missing = header.targets.find(({ id }) => !present.has(id))
  if (missing)
    throw new ColdstartError('plan-changed', {
      run: header.run,
      reason: `its target ${missing.id} is not there any more`,
    })
  return planned
}

function noteOf(
  { tornBytes }: ReopenedJournal,
  { state, lastAt }: RecordedSoFar,
  { remark }: TargetsAgain,
  toolVersion: string,
  clock: Clock,
): RunNote {
  const pausedMs = Math.max(0, clock.wallMs() - Date.parse(lastAt))
  const sentences = [
    `Resumed by coldstart ${toolVersion} with ${state.count} samples, ${formatDuration(pausedMs)} after the last.`,
    ...(tornBytes > 0 ? [`A torn last line of ${tornBytes} bytes was dropped.`] : []),
    ...(remark === undefined ? [] : [remark]),
  ]
  return { type: 'note', at: isoNow(clock), kind: 'resumed', message: sentences.join(' ') }
}
