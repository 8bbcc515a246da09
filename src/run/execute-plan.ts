import { setMaxListeners } from 'node:events'
import pLimit, { type LimitFunction } from 'p-limit'
import { isoNow } from '../core/clock.ts'
import { isColdstartError } from '../core/errors.ts'
import type { RunFile, RunFooter } from '../core/run-file.ts'
import { groupOf } from '../core/target-groups.ts'
import type { Lane, Round, Visit } from '../plan/plan.ts'
import { type ClockMark, elapsedSince, markNow } from './clock-watch.ts'
import { prepareVisit, type RoundContext } from './prepare-visit.ts'
import { countDone, countPerTarget, createRunState } from './run-state.ts'
import { type ExecutePlanOptions, providerOf, type Session, targetOf } from './session.ts'
import { isKnownWellEnough } from './stop-rule.ts'
import { giveUpNow, takeVisit } from './take-visit.ts'

export type { ExecutePlanOptions } from './session.ts'

const DEFAULT_GRACE_MS = 5000

/**
 * Executes a plan: round by round, targets prepared side by side (idle waits overlap) and measured one at a time in
 * the plan's order; every sample is on disk before the next request is sent. With `earlier`, goes on where it stopped.
 * @returns the run; without a footer when the signal was aborted before the end
 * @throws ColdstartError `journal-failed`, `cannot-evict`
 */
export async function executePlan(options: ExecutePlanOptions): Promise<RunFile> {
  const moment = inFlightMoment(options)
  const ended = new AbortController()
  const session = openSession(options, moment.signal, ended.signal)
  try {
    announce(session)
    const finished = await runRounds(session)
    const footer = finished ? await writeFooter(session) : undefined
    const { samples, notes } = session.state
    const status = finished ? 'finished' : 'interrupted'
    options.onEvent({ type: 'run-finished', run: options.header.run, samples: samples.length, status })
    return { header: options.header, samples, notes, ...(footer ? { footer } : {}) }
  } finally {
    ended.abort()
    moment.end()
    await options.journal.close()
  }
}

/** @param ended aborted when the execution ends for any reason, so that no idle wait outlives it */
function openSession(options: ExecutePlanOptions, inFlight: AbortSignal, ended: AbortSignal): Session {
  const signal = AbortSignal.any([options.signal, ended])
  setMaxListeners(0, signal)
  return {
    ...options,
    signal,
    state: createRunState(options.earlier, options.clock),
    targets: new Map(options.header.targets.map((target) => [target.id, target])),
    slot: pLimit(1),
    inFlight,
  }
}

/** A signal that aborts `graceMs` after the run's own. */
function inFlightMoment({ signal, clock, graceMs }: ExecutePlanOptions): {
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

function announce(session: Session): void {
  const { plan, header } = session
  const left = plan.invocations - countDone(plan, session.state)
  session.onEvent({
    type: 'run-started',
    run: header.run,
    targets: header.targets,
    invocations: plan.invocations,
    ...(session.lanes ? {} : { perTarget: countPerTarget(plan, session.state) }),
    ...(plan.estimate.wallMs > 0 ? { expectedMs: (plan.estimate.wallMs * left) / plan.invocations } : {}),
  })
}

/** True when the plan was carried out to its end; false when the signal ended it. */
async function runRounds(session: Session): Promise<boolean> {
  const limits = new Map<string, LimitFunction>()
  const limitOf = (provider: string) => {
    const limit =
      limits.get(provider) ?? pLimit(session.providers.get(provider)?.provider.limits.parallelColds ?? 1)
    limits.set(provider, limit)
    return limit
  }
  const begunAt = markNow(session.clock)
  const lanes = session.lanes ?? [(number: number) => session.plan.rounds[number]]
  const runLane = async (lane: Lane) => {
    for (let number = 0; ; number++) {
      session.signal.throwIfAborted()
      const round = lane(number, session.state.samples)
      if (!round) return
      await takeRound(session, round, { begunAt, limitOf, done: new Map() })
    }
  }
  try {
    await Promise.all(lanes.map(runLane))
    return true
  } catch (error) {
    if (session.signal.aborted && !isColdstartError(error)) return false
    throw error
  }
}

async function takeRound(session: Session, round: Round, context: RoundContext): Promise<void> {
  const visits: Visit[] = []
  for (const visit of round.visits) {
    if (session.state.isComplete(visit) || (await isKnownWellEnough(session, visit))) continue
    if (!(await giveUpNow(session, visit.target))) visits.push(visit)
  }
  const prepared = visits.map((visit) => prepareVisit(session, visit, context))
  for (const preparing of prepared) preparing.catch(() => {})
  let last: { group: string; at: ClockMark } | undefined
  for (const [index, visit] of visits.entries()) {
    const readiness = await prepared[index]
    if (!readiness?.ready) continue
    const group = groupOf(targetOf(session, visit.target))
    if (last?.group === group) await keepApart(session, last.at)
    await session.slot(() => holding(session, visit, () => takeVisit(session, visit, readiness, context)))
    last = { group, at: markNow(session.clock) }
  }
}

/** Does the work of a visit while its platform, where that is ours, keeps its instances for it. */
async function holding(session: Session, visit: Visit, work: () => Promise<void>): Promise<void> {
  const target = targetOf(session, visit.target)
  const release = await providerOf(session, target).connection.hold?.(target)
  try {
    await work()
  } finally {
    await release?.()
  }
}

/** Replicas of one function are never met in one burst. */
async function keepApart(session: Session, since: ClockMark): Promise<void> {
  const leftMs = session.plan.settings.replicaGapMs - elapsedSince(since, session.clock).surelyMs
  if (leftMs > 0) await session.clock.sleep(leftMs, session.signal)
}

async function writeFooter(session: Session): Promise<RunFooter> {
  const loopDelay = await session.prober.loopDelay()
  const footer: RunFooter = {
    type: 'footer',
    finishedAt: isoNow(session.clock),
    samples: session.state.samples.length,
    errors: session.state.samples.filter(({ error }) => error).length,
    loopDelay,
  }
  await session.journal.append(footer)
  return footer
}
