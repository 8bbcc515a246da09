import type { Readiness } from '../cold/cold-way.ts'
import { coldSampleIds, type Visit, warmSampleIds } from '../plan/plan.ts'
import { forceAgain } from './force-again.ts'
import { reasonToGiveUp } from './give-up.ts'
import { measure } from './measure.ts'
import { waitForNetwork } from './network-watch.ts'
import type { RoundContext } from './prepare-visit.ts'
import type { Invocation } from './send-requests.ts'
import { type Session, takeNote } from './session.ts'

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
  const { state, clock, signal, plan } = session
  const flags = [...readiness.flags, ...(isResumedInside(session, visit) ? ['after-resume'] : [])]
  const planned = readiness.plannedIdleMs
  const cold = coldSampleIds(visit)
    .filter((id) => !state.has(id))
    .map(
      (id): Invocation => ({
        id,
        intended: 'cold',
        flags,
        ...(planned === undefined ? {} : { plannedIdleMs: planned }),
      }),
    )
  if (cold.length > 0) await measureAndWatch(session, visit, cold)
  await forceAgain(session, visit, round, (invocation) => measureAndWatch(session, visit, [invocation]))
  for (const [index, id] of warmSampleIds(visit).entries()) {
    if (state.has(id)) continue
    if (await giveUpNow(session, visit.target)) return
    if (plan.settings.warmGapMs > 0) await clock.sleep(plan.settings.warmGapMs, signal)
    const warmFlags = index === 0 && visit.cold > 0 ? ['first-warm'] : []
    await measureAndWatch(session, visit, [
      { id, intended: 'warm', flags: [...warmFlags, ...flags.filter((flag) => flag === 'after-resume')] },
    ])
  }
}

async function measureAndWatch(
  session: Session,
  visit: Visit,
  invocations: readonly Invocation[],
): Promise<void> {
  const samples = await measure(session, visit, invocations)
  session.signal.throwIfAborted()
  const suspicious =
    samples.length > 0 && samples.every(({ error }) => PERHAPS_THE_NETWORK.has(error?.kind ?? ''))
  if (suspicious) await waitForNetwork(session)
}

/** True for a visit of which a part was recorded before the run was resumed. */
function isResumedInside(session: Session, visit: Visit): boolean {
  return [...coldSampleIds(visit), ...warmSampleIds(visit)].some((id) => session.state.has(id))
}

/** True when the target has failed too often to be visited; says so the first time. */
export async function giveUpNow(session: Session, target: string): Promise<boolean> {
  const reason = reasonToGiveUp(session.state.samplesOf(target))
  if (!reason) return false
  const said = session.state.notes.some((note) => note.kind === 'target-given-up' && note.target === target)
  if (!said) await takeNote(session, 'target-given-up', reason, target)
  return true
}
