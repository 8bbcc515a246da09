import { readResolvedConfig } from '../config/resolve-config.ts'
import { type Clock, isoNow } from '../core/clock.ts'
import { formatDuration } from '../core/duration.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Environment, RunFile, RunHeader, RunNote } from '../core/run-file.ts'
import { limitsOf } from '../plan/limits.ts'
import { type PlannedRun, planRun } from '../plan/make-plan.ts'
import { sampleIdsOf } from '../plan/plan.ts'
import { elsewhereOf } from '../stats/result/machine.ts'
import { type ReopenedJournal, reopenJournal } from '../store/journal.ts'
import { executePlan } from './execute-plan.ts'
import { startProberFor } from './record-run.ts'
import type { RunContext, RunJob } from './session.ts'
import { isForcedAgain } from './take-visit.ts'
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
 * @returns the run with its earlier samples; without a footer when the context's signal ended it again
 * @throws ColdstartError those of `reopenJournal` and `executePlan`, `resumed-elsewhere`, and `plan-changed`
 */
export async function resumeRun(stopped: StoppedRun, context: RunContext): Promise<RunFile> {
  const reopened = await reopenJournal(stopped.path)
  const { journal, run } = reopened
  const { header } = run
  try {
    await refuseElsewhere(header, stopped)
    const again = await stopped.prepare(header)
    const planned = remakePlan(run, again)
    const note = noteOf(reopened, again, stopped.toolVersion, context.clock)
    await journal.append(note)
    context.onEvent({ type: 'note', note })
    const prober = await startProberFor(again.targets, context)
    try {
      const earlier = { samples: run.samples, notes: [...run.notes, note] }
      const { lastReplies } = again
      const job = { ...planned, header, earlier, ...(lastReplies ? { lastReplies } : {}) }
      return await executePlan(job, again, { prober, journal }, context)
    } finally {
      await prober.close()
    }
  } finally {
    await journal.close()
  }
}

/** One run has one machine, one Node and one place. */
async function refuseElsewhere({ run, environment: there }: RunHeader, stopped: StoppedRun): Promise<void> {
  const differences = elsewhereOf(there, await stopped.environment(there.location))
  if (differences.length > 0) throw new ColdstartError('resumed-elsewhere', { run, differences })
}

/** The plan that the run was started with: from its own header, and it must account for every sample. */
function remakePlan(run: RunFile, again: TargetsAgain): PlannedRun {
  const { header, samples } = run
  const refuse = (reason: string) => new ColdstartError('plan-changed', { run: header.run, reason })
  const limits = limitsOf(again.providers)
  const planned = planRun(readResolvedConfig(header.config, header.run), header.targets, limits)
  const ids = new Set(planned.plan.rounds.flatMap(({ visits }) => visits.flatMap(sampleIdsOf)))
  const stray = planned.makers ? undefined : samples.find(({ id }) => !ids.has(id) && !isForcedAgain(id))
  if (stray)
    throw refuse(`its sample ${stray.id} is not in the plan that this version makes of its configuration`)
  const present = new Set(again.targets.map(({ id }) => id))
  const missing = header.targets.find(({ id }) => !present.has(id))
  if (missing) throw refuse(`its target ${missing.id} is not there any more`)
  return planned
}

function noteOf(
  { run, tornBytes }: ReopenedJournal,
  { remark }: TargetsAgain,
  toolVersion: string,
  clock: Clock,
): RunNote {
  const last = run.samples.at(-1)?.startedAt ?? run.header.startedAt
  const pausedMs = Math.max(0, clock.wallMs() - Date.parse(last))
  const sentences = [
    `Resumed by coldstart ${toolVersion} with ${run.samples.length} samples, ${formatDuration(pausedMs)} after the last.`,
    ...(tornBytes > 0 ? [`A torn last line of ${tornBytes} bytes was dropped.`] : []),
    ...(remark === undefined ? [] : [remark]),
  ]
  return { type: 'note', at: isoNow(clock), kind: 'resumed', message: sentences.join(' ') }
}
