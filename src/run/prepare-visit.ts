import type { LimitFunction } from 'p-limit'
import { ColdstartError, messageOf } from '../core/errors.ts'
import type { Visit } from '../plan/plan.ts'
import { type ClockMark, describeTrouble } from './clock-watch.ts'
import { nextIdlePeriod } from './idle-period.ts'
import { evictDeployment, providerOf, type Session, takeNote, targetOf } from './session.ts'
import { waitIdle } from './wait-idle.ts'

/** What the visits of one round share. */
export interface RoundContext {
  /** When this execution began: from then on, a target never met was surely left alone by us. */
  readonly begunAt: ClockMark
  /** A deployment is evicted once a round, for all its targets. */
  readonly evictions: Map<string, Promise<boolean>>
  /** At most so many evictions of one provider at once. */
  limitOf(provider: string): LimitFunction
}

export type Readiness =
  | { readonly ready: true; readonly plannedIdleMs?: number; readonly flags: readonly string[] }
  | { readonly ready: false }

/**
 * Makes a target ready for its cold-intended invocation: waits out its idle period, or evicts it.
 * Many targets are prepared side by side; nothing here is measured.
 */
export async function prepareVisit(session: Session, visit: Visit, round: RoundContext): Promise<Readiness> {
  const { way } = visit
  if (!way || way.coldBy === 'first') return { ready: true, flags: [] }
  if (way.coldBy === 'evict') return { ready: await evictOnce(session, visit, round), flags: [] }
  const plannedIdleMs = nextIdlePeriod(way, session.state.samplesOf(visit.target), session.plan.settings)
  const met = session.state.lastReply(visit.target)
  const since = met ?? round.begunAt
  const until = since.wallMs + plannedIdleMs
  session.onEvent({ type: 'idle-started', target: visit.target, idleMs: plannedIdleMs, until })
  const elapsed = await waitIdle(session.clock, since, plannedIdleMs, session.signal)
  if (elapsed.trouble)
    await takeNote(
      session,
      elapsed.trouble,
      `${describeTrouble(elapsed.trouble)} An idle period was under way.`,
      visit.target,
    )
  return { ready: true, plannedIdleMs, flags: met ? [] : ['idle-since-start'] }
}

function evictOnce(session: Session, visit: Visit, round: RoundContext): Promise<boolean> {
  const target = targetOf(session, visit.target)
  const key = target.deployment ?? target.id
  const running = round.evictions.get(key) ?? round.limitOf(target.provider)(() => evict(session, visit))
  round.evictions.set(key, running)
  return running
}

/** False when the platform could not do it this time: the visit is left out and noted. */
async function evict(session: Session, visit: Visit): Promise<boolean> {
  const target = targetOf(session, visit.target)
  const { connection } = providerOf(session, target)
  const deployment = session.header.deployments?.find(({ id }) => id === target.deployment)
  if (!connection.evict || !deployment)
    throw new ColdstartError('cannot-evict', { target: target.id, provider: target.provider })
  session.signal.throwIfAborted()
  session.onEvent({ type: 'step', target: target.id, message: 'evicting' })
  try {
    await evictDeployment(session, deployment, connection)
    return true
  } catch (error) {
    session.signal.throwIfAborted()
    await takeNote(session, 'evict-failed', `${messageOf(error)} This visit is left out.`, target.id)
    return false
  }
}
