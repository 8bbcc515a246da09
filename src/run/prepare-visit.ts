import type { LimitFunction } from 'p-limit'
import type { PlannedWay, Preparation, Readiness } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import type { Target } from '../core/target.ts'
import type { Visit } from '../plan/plan.ts'
import { type ClockMark, describeTrouble } from './clock-watch.ts'
import { evictDeployment, providerOf, type Session, takeNote, targetOf } from './session.ts'
import { waitIdle } from './wait-idle.ts'

/** What the visits of one round share. */
export interface RoundContext {
  /** When this execution began: from then on, a target never met was surely left alone by us. */
  readonly begunAt: ClockMark
  /** What was done once for all targets of a deployment. */
  readonly done: Map<string, Promise<boolean>>
  /** At most so many cold starts of one provider are prepared at once. */
  limitOf(provider: string): LimitFunction
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
export function preparationOf(
  session: Session,
  visit: Visit,
  way: PlannedWay,
  round: RoundContext,
): Preparation {
  const target = targetOf(session, visit.target)
  const { limits } = providerOf(session, target).provider
  const evict = evictionOf(session, target)
  return {
    target,
    way,
    samples: session.state.samplesOf(target.id),
    evictionIsDeploy: limits.evictionIsDeploy === true,
    ...(evict ? { evict } : {}),
    waitIdle: (idleMs) => idleFor(session, target, idleMs, round.begunAt),
    oncePerDeployment(act) {
      const key = target.deployment ?? target.id
      const running = round.done.get(key) ?? round.limitOf(target.provider)(act)
      round.done.set(key, running)
      return running
    },
    step: (message) => session.onEvent({ type: 'step', target: target.id, message }),
    note: (kind, message) => takeNote(session, kind, message, target.id),
    throwIfInterrupted: () => session.signal.throwIfAborted(),
  }
}

/** Undefined where the platform has no way to do it, or it is not known what to do it to. */
function evictionOf(session: Session, target: Target): (() => Promise<void>) | undefined {
  const { connection } = providerOf(session, target)
  const deployment = session.header.deployments?.find(({ id }) => id === target.deployment)
  if (!connection.evict || !deployment) return undefined
  return () => evictDeployment(session, deployment, connection)
}

async function idleFor(
  session: Session,
  { id }: Target,
  idleMs: number,
  begunAt: ClockMark,
): Promise<Readiness> {
  const met = session.state.lastReply(id)
  const since = met ?? begunAt
  session.onEvent({ type: 'idle-started', target: id, idleMs, until: since.wallMs + idleMs })
  const { trouble } = await waitIdle(session.clock, since, idleMs, session.signal)
  if (trouble)
    await takeNote(session, trouble, `${describeTrouble(trouble)} An idle period was under way.`, id)
  return { ready: true, plannedIdleMs: idleMs, flags: met ? [] : ['idle-since-start'] }
}
