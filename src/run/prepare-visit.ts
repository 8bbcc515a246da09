import type { LimitFunction } from 'p-limit'
import type { PlannedWay, Preparation, Readiness } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import type { Target } from '../core/target.ts'
import type { Visit } from '../plan/plan.ts'
import { type ClockMark, describeTrouble, waitIdle } from './clocks.ts'
import { type Session, takeNote } from './session.ts'

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
export function preparationOf(
  session: Session,
  visit: Visit,
  way: PlannedWay,
  round: RoundContext,
): Preparation {
  const { targets, context } = session
  const target = targets.target(visit.target)
  const { limits } = targets.providerOf(target).provider
  const evict = targets.evictionOf(target)
  return {
    target,
    way,
    samples: session.state.samplesOf(target.id),
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
