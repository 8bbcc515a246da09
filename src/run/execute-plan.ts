import { setMaxListeners } from 'node:events'
import { isoNow } from '../core/clock.ts'
import { isColdstartError } from '../core/errors.ts'
import type { RunDecision, RunFooter } from '../core/run-file.ts'
import { limitsOf } from '../plan/limits.ts'
import type { RoundMaker } from '../plan/plan.ts'
import { lanesOfVisits } from '../plan/side-by-side.ts'
import { withJournal } from '../store/journal.ts'
import { markNow } from './clocks.ts'
import { openColdTally } from './cold-tally.ts'
import { countPerTarget } from './count-planned.ts'
import { openSlot } from './lanes.ts'
import { figuresOf } from './run-figures.ts'
import { createRunState } from './run-state.ts'
import type { Instruments, MeasuredRun, RunContext, RunJob, Session } from './session.ts'
import { limitsByProvider, takeRound } from './take-round.ts'
import { openTargetBook, type PreparedTargets, type TargetBook } from './target-book.ts'
import { type Decisions, watchDecisions } from './until-decided.ts'

const DEFAULT_GRACE_MS = 5000

/**
 * Executes a plan: round by round, targets prepared side by side (idle waits overlap) and measured one at a time in
 * the plan's order, replicas on clouds in lanes; every sample is recorded before the next request of its lane is sent.
 * With `earlier`, goes on where it stopped. The journal is closed at the end.
 * @returns what was measured; without a footer when the signal was aborted before the end
 * @throws ColdstartError `journal-failed`, `cannot-evict`
 */
export async function executePlan(
  job: RunJob,
  prepared: PreparedTargets,
  instruments: Instruments,
  context: RunContext,
): Promise<MeasuredRun> {
  const { header } = job
  const moment = inFlightMoment(context)
  const ended = new AbortController()
  const signal = AbortSignal.any([context.signal, ended.signal])
  setMaxListeners(0, signal)
  const targets = openTargetBook(prepared)
  const state = job.earlier ?? createRunState(header)
  if (job.lastReplies) state.remember(job.lastReplies, context.clock)
  const session: Session = {
    job,
    instruments,
    targets,
    context: { ...context, signal },
    state,
    colds: openColdTally(state.measured.tables),
    slot: openSlot(),
    lanesOf: lanesOfVisits(prepared.targets, limitsOf(prepared.providers)),
    inFlight: moment.signal,
  }
  // For whatever reason it ended, no idle wait outlives it.
  const end = () => {
    ended.abort()
    moment.end()
  }
  return withJournal(instruments.journal, () => runToEnd(session).finally(end))
}

/** All rounds, then the footer; without one where the signal was aborted before. */
async function runToEnd(session: Session): Promise<MeasuredRun> {
  const { job, state, context, instruments } = session
  announce(session)
  const decisions = watchDecisions(session)
  const finished = await runRounds(session, decisions)
  if (finished) state.measured.addFooter(await writeFooter(session, decisions.reached()))
  await instruments.journal.flush()
  const status = finished ? 'finished' : 'interrupted'
  context.onEvent({ type: 'run-finished', run: job.header.run, samples: state.count, status })
  return { header: job.header, measured: state.measured }
}

/** A signal that aborts `graceMs` after the run's own. */
function inFlightMoment({ signal, clock, graceMs }: RunContext): {
  signal: AbortSignal
  end(): void
} {
  const inFlight = new AbortController()
  const over = new AbortController()
  const begin = () => {
    clock.sleep(graceMs ?? DEFAULT_GRACE_MS, over.signal).then(
      () => inFlight.abort(signal.reason),
      () => {},
    )
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return {
    signal: inFlight.signal,
    end() {
      signal.removeEventListener('abort', begin)
      over.abort()
    },
  }
}

function announce({ job, targets, state, context }: Session): void {
  const { plan, header, makers } = job
  const perTarget = countPerTarget(plan, state)
  const left = Object.values(perTarget).reduce((sum, { done }) => sum - done, plan.invocations)
  context.onEvent({
    type: 'run-started',
    run: header.run,
    targets: targets.all(),
    invocations: plan.invocations,
    ...(makers ? {} : { perTarget }),
    ...usualIdle(job, targets),
    ...(plan.estimate.wallMs > 0 ? { expectedMs: (plan.estimate.wallMs * left) / plan.invocations } : {}),
  })
}

/** An idle period that nobody asked for is told before it begins. */
function usualIdle({ header, plan }: RunJob, targets: TargetBook): { usualIdleMs?: number } {
  const hasUrl = targets.all().some(({ platform }) => platform === 'url')
  const usualIdleMs = plan.rounds[0]?.visits.find(({ way }) => way?.plannedIdleMs)?.way?.plannedIdleMs
  return hasUrl && header.config.idle === undefined && usualIdleMs !== undefined ? { usualIdleMs } : {}
}

/** True when the plan was carried out to its end; false when the signal ended it. */
async function runRounds(session: Session, decisions: Decisions): Promise<boolean> {
  const { job, context, state } = session
  const begunAt = markNow(context.clock)
  const limitOf = limitsByProvider(session)
  const takeAll = async (make: RoundMaker) => {
    for (let number = 0; ; number++) {
      context.signal.throwIfAborted()
      const round = make(number, state.recordedOf)
      if (!round) return
      await takeRound(session, round, { begunAt, limitOf, done: new Map() })
      if (decisions.isOver(number)) return
    }
  }
  try {
    await Promise.all((job.makers ?? [(number) => job.plan.rounds[number]]).map(takeAll))
    return true
  } catch (error) {
    if (context.signal.aborted && !isColdstartError(error)) return false
    throw error
  }
}

async function writeFooter(
  { state, instruments, context }: Session,
  decision: RunDecision | undefined,
): Promise<RunFooter> {
  const loopDelay = await instruments.prober.loopDelay()
  const footer: RunFooter = {
    type: 'footer',
    finishedAt: isoNow(context.clock),
    samples: state.count,
    errors: state.errors,
    ...(decision ? { decision } : {}),
    ...figuresOf(state.measured.groups()),
    loopDelay,
  }
  await instruments.journal.append(footer)
  return footer
}
