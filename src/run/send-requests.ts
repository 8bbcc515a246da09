import { newNonce } from '../core/ids.ts'
import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import type { IntendedTemperature } from '../core/sample.ts'
import type { Target } from '../core/target.ts'
import type { ProbeOptions } from '../probe/prober.ts'
import { providerOf, type Session } from './session.ts'

/** What is about to be measured. */
export interface Invocation {
  readonly id: string
  readonly intended: IntendedTemperature
  readonly plannedIdleMs?: number
  readonly flags: readonly string[]
}

/** An invocation with the request that makes it. */
export interface PreparedInvocation {
  readonly invocation: Invocation
  readonly nonce: string
  readonly request: ProbeRequest
}

/** Builds (signs) the request, before anything is timed. */
export async function prepareInvocation(
  session: Session,
  target: Target,
  invocation: Invocation,
): Promise<PreparedInvocation> {
  const nonce = newNonce()
  const request = await providerOf(session, target).connection.request(target, nonce)
  return { invocation, nonce, request }
}

/** How the plan wants requests to a target sent: the same for cold and warm. */
export async function probeOptionsFor(session: Session, target: Target): Promise<ProbeOptions> {
  const { connection, timeouts } = session.plan.settings
  const connectOnly = await providerOf(session, target).connection.connectOnly?.(target)
  return {
    connection,
    timeouts,
    ...(connectOnly ? { connectOnly } : {}),
    signal: session.inFlight,
  }
}

/** One request, or a burst; no replies when an interrupt cut them off. */
export async function sendRequests(
  session: Session,
  requests: readonly ProbeRequest[],
  options: ProbeOptions,
): Promise<readonly ProbeReply[]> {
  const [only] = requests
  try {
    const replies =
      only && requests.length === 1
        ? [await session.prober.probe(only, options)]
        : await session.prober.burst(requests, options)
    return session.inFlight.aborted ? [] : replies
  } catch (error) {
    if (session.inFlight.aborted) return []
    throw error
  }
}
