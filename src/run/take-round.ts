import pLimit, { type LimitFunction } from 'p-limit'
import { groupOf } from '../core/target-groups.ts'
import type { Round, Visit } from '../plan/plan.ts'
import { type ClockMark, elapsedSince, markNow } from './clocks.ts'
import type { Session } from './session.ts'
import { isKnownWellEnough } from './stop-rule.ts'
import { giveUpNow, prepareVisit, type RoundContext, takeVisit } from './take-visit.ts'

/** At most so many cold starts of one provider are prepared at once. */
export function limitsByProvider({ targets }: Session): RoundContext['limitOf'] {
  const limits = new Map<string, LimitFunction>()
  return (target) => {
    const { provider } = targets.providerOf(target)
    const limit = limits.get(provider.id) ?? pLimit(provider.limits.parallelColds)
    limits.set(provider.id, limit)
    return limit
  }
}

/**
 * Takes the visits of a round that are still to be taken: prepared side by side, measured one after the other, or in
 * lanes where the platform allows it.
 * @throws ColdstartError `journal-failed`, `cannot-evict`; the signal's reason after an abort
 */
export async function takeRound(session: Session, round: Round, context: RoundContext): Promise<void> {
  const visits: Visit[] = []
  for (const visit of round.visits) {
    if (session.state.isComplete(visit) || (await isKnownWellEnough(session, visit))) continue
    if (!(await giveUpNow(session, visit.target))) visits.push(visit)
  }
  const prepared = visits.map((visit) => prepareVisit(session, visit, context))
  for (const preparing of prepared) preparing.catch(() => {})
  const begun: Promise<void>[] = []
  let last: { group: string; at: ClockMark } | undefined
  try {
    for (const [index, visit] of visits.entries()) {
      const readiness = await prepared[index]
      if (!readiness?.ready) continue
      const group = groupOf(session.targets.target(visit.target))
      const lanes = session.lanesOf(visit)
      if (last && (lanes || last.group === group)) await keepApart(session, last.at)
      const work = () => holding(session, visit, () => takeVisit(session, visit, readiness, context))
      const { ended } = await session.slot.begin(lanes, work)
      begun.push(ended)
      if (!lanes) await ended
      last = { group, at: markNow(session.context.clock) }
    }
  } finally {
    await Promise.allSettled(begun)
  }
  await Promise.all(begun)
}

/** Does the work of a visit while its platform, where that is ours, keeps its instances for it. */
async function holding(session: Session, visit: Visit, work: () => Promise<void>): Promise<void> {
  const target = session.targets.target(visit.target)
  const release = await session.targets.providerOf(target).connection.hold?.(target)
  try {
    await work()
  } finally {
    await release?.()
  }
}

/** Replicas of one function are never met in one burst: from the end of one visit, or where visits overlap its start. */
async function keepApart({ job, context }: Session, since: ClockMark): Promise<void> {
  const leftMs = job.plan.settings.replicaGapMs - elapsedSince(since, context.clock).surelyMs
  if (leftMs > 0) await context.clock.sleep(leftMs, context.signal)
}
