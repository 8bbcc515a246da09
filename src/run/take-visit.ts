import type { LimitFunction } from 'p-limit'
import type { PlannedWay, Preparation, Readiness } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import type { Target } from '../core/target.ts'
import { coldSampleIds, sampleIdsOf, type Visit, warmSampleIds } from '../plan/plan.ts'
import { type ClockMark, describeTrouble, waitIdle } from './clocks.ts'
import { type Invocation, measure } from './measure.ts'
import { waitForNetwork } from './network-watch.ts'
import { noteOnce, type Session, takeNote } from './session.ts'
import { reasonToGiveUp } from './target-story.ts'

/** What the visits of one round share. */
export interface RoundContext {
  /** When this execution began: from then on, a target never met was surely left alone by us. */
  readonly begunAt: ClockMark
  /** What was done once for all targets of a deployment. */
  readonly done: Map<string, Promise<boolean>>
  /** At most so many cold starts of one provider are prepared at once. */
  limitOf(target: Target): LimitFunction
}

/**
 * Makes a target ready for its cold-intended invocation, in the way that the plan says.
 * Many targets are prepared side by side; nothing here is measured.
 */
export async function prepareVisit(session: Session, visit: Visit, round: RoundContext): Promise<Readiness> {
  const { way } = visit
  if (!way) return { ready: true, flags: [] }
  return wayNamed(way.coldBy).prepare(preparationOf(session, visit, way, round))
}

/** What a way may know of a visit's target, and do to it. */
function preparationOf(session: Session, visit: Visit, way: PlannedWay, round: RoundContext): Preparation {
  const { targets, context } = session
  const target = targets.target(visit.target)
  const { limits } = targets.providerOf(target).provider
  const evict = targets.evictionOf(target)
  return {
    target,
    way,
    survivedMs: session.state.storyOf(target.id)?.survivedMs.get(way.coldBy) ?? 0,
    isMet: session.state.lastReply(target.id) !== undefined,
    evictionIsDeploy: limits.evictionIsDeploy === true,
    ...(evict ? { evict } : {}),
    waitIdle: (idleMs) => idleFor(session, target, idleMs, round.begunAt),
    oncePerDeployment(act) {
      const key = target.deployment ?? target.id
      const running = round.done.get(key) ?? round.limitOf(target)(act)
      round.done.set(key, running)
      return running
    },
    step: (message) => context.onEvent({ type: 'step', target: target.id, message }),
    note: (kind, message) => takeNote(session, kind, message, target.id),
    throwIfInterrupted: () => context.signal.throwIfAborted(),
  }
}

async function idleFor(
  session: Session,
  { id }: Target,
  idleMs: number,
  begunAt: ClockMark,
): Promise<Readiness> {
  const { clock, signal, onEvent } = session.context
  const met = session.state.lastReply(id)
  const since = met ?? begunAt
  onEvent({ type: 'idle-started', target: id, idleMs, until: since.wallMs + idleMs })
  const { trouble } = await waitIdle(clock, since, idleMs, signal)
  if (trouble)
    await takeNote(session, trouble, `${describeTrouble(trouble)} An idle period was under way.`, id)
  return { ready: true, plannedIdleMs: idleMs, flags: met ? [] : ['idle-since-start'] }
}

/** Errors after which it is asked whether the network is there at all. */
const PERHAPS_THE_NETWORK = new Set(['dns', 'connect', 'tls', 'timeout', 'reset'])

/**
 * The measured part of a visit: what is not recorded yet of its cold-intended invocations, then of the warm ones,
 * one after another. The caller sees to it that no two visits overlap.
 */
export async function takeVisit(
  session: Session,
  visit: Visit,
  readiness: Readiness & { ready: true },
  round: RoundContext,
): Promise<void> {
  const resumed = isResumedInside(session, visit) ? ['after-resume'] : []
  const flags = [...readiness.flags, ...resumed]
  const planned = readiness.plannedIdleMs
  const idle = planned === undefined ? {} : { plannedIdleMs: planned }
  const cold = coldSampleIds(visit)
    .filter((id) => !session.state.has(id))
    .map((id): Invocation => ({ id, intended: 'cold', flags, ...idle }))
  if (cold.length > 0) await measureAndWatch(session, visit, cold)
  await forceAgain(session, visit, round)
  await measureWarm(session, visit, resumed)
}

async function measureWarm(session: Session, visit: Visit, flags: readonly string[]): Promise<void> {
  const { clock, signal } = session.context
  const { warmGapMs } = session.job.plan.settings
  for (const [index, id] of warmSampleIds(visit).entries()) {
    if (session.state.has(id)) continue
    if (await giveUpNow(session, visit.target)) return
    if (warmGapMs > 0) await clock.sleep(warmGapMs, signal)
    const first = index === 0 && visit.cold > 0 ? ['first-warm'] : []
    await measureAndWatch(session, visit, [{ id, intended: 'warm', flags: [...first, ...flags] }])
  }
}

/** True for the id of a further try, which no plan knows beforehand. */
export function isForcedAgain(sampleId: string): boolean {
  return /\.cold\.again\d+$/.test(sampleId)
}

/**
 * Where the visit's way says that a cold start which met a live instance is to be made again, does so. What was met
 * stays in the run as what it was; each further try is a sample of its own: `3.lambda.cold.again1`.
 */
async function forceAgain(session: Session, visit: Visit, round: RoundContext): Promise<void> {
  const way = visit.way && wayNamed(visit.way.coldBy)
  if (!visit.way || !way?.again) return
  for (let tries = 1; ; tries++) {
    const last = session.state.storyOf(visit.target)?.lastCold
    if (!last?.id.startsWith(`${visit.id}.cold`)) return
    const id = `${visit.id}.cold.again${tries}`
    if (session.state.has(id)) continue
    if (!(await way.again(preparationOf(session, visit, visit.way, round), last, tries))) return
    await measureAndWatch(session, visit, [{ id, intended: 'cold', flags: ['forced-again'] }])
  }
}

async function measureAndWatch(
  session: Session,
  visit: Visit,
  invocations: readonly Invocation[],
): Promise<void> {
  const samples = await measure(session, visit, invocations)
  session.context.signal.throwIfAborted()
  const suspicious =
    samples.length > 0 && samples.every(({ error }) => PERHAPS_THE_NETWORK.has(error?.kind ?? ''))
  if (suspicious) await waitForNetwork(session)
}

/** True for a visit of which a part was recorded before the run was resumed. */
function isResumedInside({ state }: Session, visit: Visit): boolean {
  return sampleIdsOf(visit).some((id) => state.has(id))
}

/** True when the target has failed too often to be visited; says so the first time. */
export async function giveUpNow(session: Session, target: string): Promise<boolean> {
  const story = session.state.storyOf(target)
  const reason = story && reasonToGiveUp(story)
  if (!reason) return false
  await noteOnce(session, 'target-given-up', reason, target)
  return true
}
