import type { ProbeRequest } from '../core/probe-request.ts'
import type { Connection } from './connection.ts'
import { startDeadline } from './deadline.ts'
import { exchange } from './exchange.ts'
import { type ConnectionMaker, type OpenOutcome, openForRequest } from './open-for-request.ts'
import { bodyBound, DEFAULT_TIMEOUTS, type ProbeOptions, type ProbeTimeouts } from './prober.ts'
import { type Manner, makeReply, makeUnopenedReply, type WrittenReply } from './reply.ts'
import type { Exchange } from './reply-collector.ts'

/** A request on its way to becoming a reply. */
export interface Measurement {
  readonly request: ProbeRequest
  readonly options: ProbeOptions
  readonly manner: Manner
  /** Requests in flight together; they share the bound of bodies. */
  readonly parallel: number
  /** Monotonic ms when its connection began to be opened. */
  readonly startedMs: number
}

/** A reply, and the connection that it came by, if one was opened; `usable` says whether it may be used again. */
export interface Measured {
  readonly reply: WrittenReply
  readonly connection?: Connection | undefined
}

/** Opens a connection and, where asked, sends the connect-only request on it first. Never rejects. */
export async function openReady(
  request: ProbeRequest,
  options: ProbeOptions,
  maker: ConnectionMaker,
): Promise<OpenOutcome> {
  const timeouts = timeoutsOf(options)
  const outcome = await openForRequest(request, maker, timeouts, options.signal)
  if (!outcome.connection || !options.connectOnly) return outcome
  const before = await exchangeInTime(outcome.connection, options.connectOnly, options, 1, 0)
  if (!before.error && outcome.connection.usable) return outcome
  outcome.connection.close()
  if (before.error) return { ...outcome, error: before.error }
  // The server closes after each reply: nothing can be prepared on this host.
  const again = await openForRequest(request, maker, timeouts, options.signal)
  return { ...again, flags: [...again.flags, 'not-prepared'] }
}

/** Sends the request on its connection, or makes the reply of one that has none. Never rejects. */
export async function measureRequest(measurement: Measurement, outcome: OpenOutcome): Promise<Measured> {
  const { request, options, manner, parallel, startedMs } = measurement
  const { connection, error } = outcome
  if (!connection || error) return { reply: makeUnopenedReply(request, startedMs, outcome) }
  const spentMs = manner === 'kept' ? 0 : connection.connectMs + (connection.tlsMs ?? 0)
  const exchanged = await exchangeInTime(connection, request, options, parallel, spentMs)
  return { reply: makeReply(request, connection, exchanged, manner, outcome), connection }
}

/** One exchange under its time limits; the set-up's share of the total is already spent. */
async function exchangeInTime(
  connection: Connection,
  request: ProbeRequest,
  options: ProbeOptions,
  parallel: number,
  spentMs: number,
): Promise<Exchange> {
  const fail = (reason: unknown) => connection.abort(reason)
  const deadline = startDeadline(timeoutsOf(options), fail, options.signal, spentMs)
  return exchange(connection, request, bodyBound(options.maxBodyBytes, parallel), deadline)
}

function timeoutsOf({ timeouts }: ProbeOptions): Required<ProbeTimeouts> {
  if (!timeouts) return DEFAULT_TIMEOUTS
  return {
    connectMs: timeouts.connectMs ?? DEFAULT_TIMEOUTS.connectMs,
    tlsMs: timeouts.tlsMs ?? DEFAULT_TIMEOUTS.tlsMs,
    waitMs: timeouts.waitMs ?? DEFAULT_TIMEOUTS.waitMs,
    downloadMs: timeouts.downloadMs ?? DEFAULT_TIMEOUTS.downloadMs,
    totalMs: timeouts.totalMs ?? DEFAULT_TIMEOUTS.totalMs,
  }
}
