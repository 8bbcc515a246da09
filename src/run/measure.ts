import type { Interpretation, ProbeReply } from '../core/probe-request.ts'
import type { Sample } from '../core/sample.ts'
import type { Target } from '../core/target.ts'
import type { Visit } from '../plan/plan.ts'
import { type SampleContext, toSample } from '../probe/sample.ts'
import { type ClockMark, describeTrouble, type Elapsed, elapsedSince, markNow } from './clock-watch.ts'
import { type Invocation, prepareInvocation, probeOptionsFor, sendRequests } from './send-requests.ts'
import { providerOf, type Session, takeNote, targetOf } from './session.ts'

/** What holds for all invocations that were sent together. */
interface Circumstances {
  readonly idle?: Elapsed
  /** The clocks disagreed while requests were in flight. */
  readonly trouble?: 'slept' | 'clock-jumped'
  readonly roundTripMs?: number
}

/**
 * Sends the invocations of one visit (one, or a burst at once), and records every reply on disk before it returns.
 * @returns the samples in the order of the invocations; none when the requests were cut off by an interrupt
 */
export async function measure(
  session: Session,
  visit: Visit,
  invocations: readonly Invocation[],
): Promise<readonly Sample[]> {
  const target = targetOf(session, visit.target)
  const prepared = await Promise.all(
    invocations.map((invocation) => prepareInvocation(session, target, invocation)),
  )
  const options = await probeOptionsFor(session, target)
  session.signal.throwIfAborted()
  for (const { intended } of invocations)
    session.onEvent({ type: 'invocation-started', target: target.id, intended })
  const before = markNow(session.clock)
  const idleSince = session.state.lastReply(target.id)
  const idle = idleSince && elapsedSince(idleSince, session.clock)
  const requests = prepared.map(({ request }) => request)
  const replies = await sendRequests(session, requests, options)
  const after = markNow(session.clock)
  const circumstances = await look(session, target, before, idle)
  const samples: Sample[] = []
  for (const [index, { invocation, nonce }] of prepared.entries()) {
    const reply = replies[index]
    if (!reply) break
    const interpretation = interpret(session, target, reply, nonce, circumstances)
    const sample = toSample(contextOf(session, visit, invocation, circumstances), reply, interpretation)
    await record(session, sample, after)
    samples.push(sample)
  }
  return samples
}

async function look(
  session: Session,
  target: Target,
  before: ClockMark,
  idle: Elapsed | undefined,
): Promise<Circumstances> {
  const { trouble } = elapsedSince(before, session.clock)
  const roundTripMs = session.state.roundTripMs(target.id)
  if (trouble)
    await takeNote(session, trouble, `${describeTrouble(trouble)} A request was in flight.`, target.id)
  return {
    ...(idle ? { idle } : {}),
    ...(trouble ? { trouble } : {}),
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
  }
}

function contextOf(
  session: Session,
  visit: Visit,
  invocation: Invocation,
  { idle, trouble, roundTripMs }: Circumstances,
): SampleContext {
  const { vantage } = session.plan.settings
  const { id, intended, plannedIdleMs } = invocation
  return {
    id,
    target: visit.target,
    round: visit.round,
    intended,
    ...(intended === 'cold' && visit.way ? { coldBy: visit.way.coldBy } : {}),
    ...(idle ? { idleMs: idle.ms } : {}),
    ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
    ...(vantage === undefined ? {} : { vantage }),
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
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
  if (reply.error) return { error: reply.error }
  return providerOf(session, target).connection.interpret(reply, nonce)
}

async function record(session: Session, sample: Sample, endedAt: ClockMark): Promise<void> {
  await session.journal.append({ type: 'sample', sample })
  session.state.add(sample, endedAt)
  const done = session.state.samples.length
  session.onEvent({ type: 'sample', sample, done, of: Math.max(done, session.plan.invocations) })
}
