import { messageOf } from '../core/errors.ts'
import type { Sample } from '../core/sample.ts'
import type { Visit } from '../plan/plan.ts'
import type { Invocation } from './send-requests.ts'
import { evictDeployment, providerOf, type Session, takeNote, targetOf } from './session.ts'

/** A platform may send a request to an old instance for a moment after it was told to have none. */
const MOST_TRIES = 2

/** True for the id of a further try, which no plan knows beforehand. */
export function isForcedAgain(sampleId: string): boolean {
  return /\.cold\.again\d+$/.test(sampleId)
}

/**
 * A forced cold start that met a live instance is forced and invoked again, a bounded number of times. What it met
 * stays in the run as what it was; each further try is a sample of its own: `3.lambda.cold.again1`. Not where
 * forcing costs a deployment of the day's allowance.
 */
export async function forceAgain(
  session: Session,
  visit: Visit,
  measureOne: (invocation: Invocation) => Promise<void>,
): Promise<void> {
  const target = targetOf(session, visit.target)
  const { connection, provider } = providerOf(session, target)
  const deployment = session.header.deployments?.find(({ id }) => id === target.deployment)
  if (visit.way?.coldBy !== 'evict' || !connection.evict || !deployment) return
  if (provider.limits.evictionIsDeploy) return
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    if (!metLiveInstance(lastCold(session, visit))) return
    const id = `${visit.id}.cold.again${attempt}`
    if (session.state.has(id)) continue
    session.signal.throwIfAborted()
    session.onEvent({ type: 'step', target: target.id, message: 'evicting again' })
    try {
      await evictDeployment(session, deployment, connection)
    } catch (error) {
      session.signal.throwIfAborted()
      await takeNote(session, 'evict-failed', `${messageOf(error)} It is not tried again.`, target.id)
      return
    }
    await measureOne({ id, intended: 'cold', flags: ['forced-again'] })
  }
}

function lastCold(session: Session, visit: Visit): Sample | undefined {
  return session.state.samplesOf(visit.target).findLast(({ id }) => id.startsWith(`${visit.id}.cold`))
}

function metLiveInstance(sample: Sample | undefined): boolean {
  return sample !== undefined && sample.error === undefined && sample.observed === 'warm'
}
