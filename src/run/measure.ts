import { newNonce } from '../core/ids.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import { readWithoutSecrets, withoutRequestSecrets } from '../core/request-secrets.ts'
import type { IntendedTemperature, Sample } from '../core/sample.ts'
import type { Target } from '../core/target.ts'
import type { Visit } from '../plan/plan.ts'
import type { ProbeOptions } from '../probe/prober.ts'
import { type SampleContext, toSample } from '../probe/sample.ts'
import { type ClockMark, describeTrouble, type Elapsed, elapsedSince, markNow } from './clocks.ts'
import { type Session, takeNote } from './session.ts'

/** What is about to be measured. */
export interface Invocation {
  readonly id: string
  readonly intended: IntendedTemperature
  readonly plannedIdleMs?: number
  readonly flags: readonly string[]
}

/** An invocation with the request that makes it. */
interface PreparedInvocation {
  readonly invocation: Invocation
  readonly nonce: string
  readonly request: ProbeRequest
}

/** What holds for all invocations that were sent together. */
interface Circumstances {
  readonly idle: Elapsed | undefined
  /** The clocks disagreed while requests were in flight. */
  readonly trouble: 'slept' | 'clock-jumped' | undefined
  readonly roundTripMs: number | undefined
}

/**
 * Sends the invocations of one visit (one, or a burst at once), and records every reply before it returns.
 * @returns the samples in the order of the invocations; none when the requests were cut off by an interrupt
 */
export async function measure(
  session: Session,
  visit: Visit,
  invocations: readonly Invocation[],
): Promise<readonly Sample[]> {
  const { clock, signal, onEvent } = session.context
  const target = session.targets.target(visit.target)
  const prepared = await Promise.all(invocations.map((one) => prepareInvocation(session, target, one)))
  const options = await probeOptionsFor(session, target)
  signal.throwIfAborted()
  for (const { intended } of invocations) onEvent({ type: 'invocation-started', target: target.id, intended })
  const before = markNow(clock)
  const idleSince = session.state.lastReply(target.id)
  const idle = idleSince && elapsedSince(idleSince, clock)
  const requests = prepared.map(({ request }) => request)
  const replies = await sendRequests(session, requests, options)
  const after = markNow(clock)
  const circumstances = await look(session, target, before, idle)
  const samples: Sample[] = []
  for (const [index, { invocation, nonce }] of prepared.entries()) {
    const reply = replies[index]
    if (!reply) break
    const interpretation = interpret(session, target, reply, nonce, circumstances)
    const context = contextOf(session, visit, invocation, circumstances)
    const sample = toSample(context, withoutRequestSecrets(reply), interpretation)
    await record(session, sample, after)
    samples.push(sample)
  }
  return samples
}

/** Builds (signs) the request, before anything is timed. */
async function prepareInvocation(
  { targets }: Session,
  target: Target,
  invocation: Invocation,
): Promise<PreparedInvocation> {
  const nonce = newNonce()
  const request = await targets.requestTo(target, nonce)
  return { invocation, nonce, request }
}

/** How the plan wants requests to a target sent: the same for cold and warm. */
async function probeOptionsFor({ job, targets, inFlight }: Session, target: Target): Promise<ProbeOptions> {
  const { connection, timeouts } = job.plan.settings
  const connectOnly = await targets.providerOf(target).connection.connectOnly?.(target)
  return { connection, timeouts, connectOnly, signal: inFlight }
}

/** One request, or a burst; no replies when an interrupt cut them off. */
async function sendRequests(
  { instruments: { prober }, inFlight }: Session,
  requests: readonly ProbeRequest[],
  options: ProbeOptions,
): Promise<readonly ProbeReply[]> {
  const [only] = requests
  try {
    const replies =
      only && requests.length === 1
        ? [await prober.probe(only, options)]
        : await prober.burst(requests, options)
    return inFlight.aborted ? [] : replies
  } catch (error) {
    if (inFlight.aborted) return []
    throw error
  }
}

async function look(
  session: Session,
  target: Target,
  before: ClockMark,
  idle: Elapsed | undefined,
): Promise<Circumstances> {
  const { trouble } = elapsedSince(before, session.context.clock)
  const roundTripMs = session.state.roundTripMs(target.id)
  if (trouble)
    await takeNote(session, trouble, `${describeTrouble(trouble)} A request was in flight.`, target.id)
  return { idle, trouble, roundTripMs }
}

function contextOf(
  session: Session,
  visit: Visit,
  invocation: Invocation,
  { idle, trouble, roundTripMs }: Circumstances,
): SampleContext {
  const { vantage } = session.job.plan.settings
  const { id, intended, plannedIdleMs } = invocation
  return {
    id,
    target: visit.target,
    round: visit.round,
    intended,
    coldBy: intended === 'cold' ? visit.way?.coldBy : undefined,
    idleMs: idle?.ms,
    plannedIdleMs,
    vantage,
    roundTripMs,
    flags: [...new Set([...invocation.flags, idle?.trouble, trouble].filter((flag) => flag !== undefined))],
  }
}

/** A reply during which the machine slept says nothing about the function: recorded, not measured. */
function interpret(
  session: Session,
  target: Target,
  reply: ProbeReply,
  nonce: string,
  { trouble }: Circumstances,
): Interpretation {
  if (trouble)
    return { error: { kind: 'client', message: `${describeTrouble(trouble)} The reply was not timed.` } }
  const { connection } = session.targets.providerOf(target)
  return readWithoutSecrets(reply, (seen) => {
    const { error, ...received } = seen
    if (error === undefined) return connection.interpret(seen, nonce)
    if (!isReadable(seen)) return { error }
    const read = connection.interpret(received, nonce)
    return { ...read, error: read.error ?? error }
  })
}

/** A reply that this machine was too slow to time has been received all the same, to its end. */
function isReadable({ error, phases }: ProbeReply): boolean {
  return error?.kind === 'client' && phases.downloadMs !== undefined
}

async function record(session: Session, sample: Sample, endedAt: ClockMark): Promise<void> {
  await session.instruments.journal.append({ type: 'sample', sample })
  session.state.add(sample, endedAt)
  const done = session.state.count
  session.context.onEvent({ type: 'sample', sample, done, of: Math.max(done, session.job.plan.invocations) })
}
