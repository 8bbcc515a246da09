import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import type { Phases } from '../core/sample.ts'
import type { Connection } from './connection.ts'
import type { Exchange } from './reply-collector.ts'
import { epochOffset, now } from './wall-clock.ts'

/** How a request came to its connection; it decides which phases there are and what `totalMs` means. */
export type Manner =
  /** Opened for it, and sent at once: total is SYN → last byte. */
  | 'fresh'
  /** Opened for it, with something in between (a connect-only request): total is the sum of the phases. */
  | 'prepared'
  /** Opened for it, then held back until its turn in a burst: there is no total. */
  | 'burst'
  /** Open since an earlier request: total is request → last byte. */
  | 'kept'

/**
 * A reply that facts are still added to. In place: a copy of it for each fact that may be there makes objects of so many
 * shapes that none of what reads them is fast.
 */
export type WrittenReply = { -readonly [Name in keyof ProbeReply]: ProbeReply[Name] }

/** A reply in the contract's words, from the stamps of its connection. */
export function makeReply(
  request: ProbeRequest,
  connection: Connection,
  exchange: Exchange,
  manner: Manner,
  extra: { readonly dnsMs?: number | undefined; readonly flags: readonly string[] },
): WrittenReply {
  const offset = epochOffset()
  const sentMs = requestWrittenMs(connection)
  const startMs = manner === 'kept' ? connection.stamps.sendStartMs : connection.startedMs
  const endMs = Number.isNaN(exchange.lastByteMs) ? now() : exchange.lastByteMs
  const reply: WrittenReply = {
    request,
    startedAt: new Date((Number.isNaN(startMs) ? now() : startMs) + offset).toISOString(),
    endedAtEpochMs: endMs + offset,
    connection: manner === 'kept' ? 'kept' : 'fresh',
    remoteAddress: connection.remoteAddress,
    phases: phasesOf(connection, exchange, manner, extra.dnsMs),
    headers: exchange.headers,
    body: exchange.body,
    bytes: exchange.bytes,
  }
  if (!Number.isNaN(sentMs)) reply.sentAtEpochMs = sentMs + offset
  if (!Number.isNaN(exchange.firstByteMs)) reply.firstByteAtEpochMs = exchange.firstByteMs + offset
  if (connection.localPort > 0) reply.localPort = connection.localPort
  if (exchange.status !== undefined) {
    reply.status = exchange.status
    reply.httpVersion = httpVersion(connection)
  }
  if (exchange.error) reply.error = exchange.error
  addFlags(reply, extra.flags)
  return reply
}

/** The reply of a request that never reached a connection. */
export function makeUnopenedReply(
  request: ProbeRequest,
  startedMs: number,
  outcome: Pick<ProbeReply, 'error'> & {
    readonly dnsMs?: number | undefined
    readonly flags: readonly string[]
  },
): WrittenReply {
  const offset = epochOffset()
  const reply: WrittenReply = {
    request,
    startedAt: new Date(startedMs + offset).toISOString(),
    endedAtEpochMs: now() + offset,
    connection: 'fresh',
    phases: outcome.dnsMs === undefined ? {} : { dnsMs: outcome.dnsMs },
    headers: {},
    body: new Uint8Array(),
    bytes: 0,
  }
  if (outcome.error) reply.error = outcome.error
  addFlags(reply, outcome.flags)
  return reply
}

/** What a proxy was on the way of is said of every sample, kept connections and failures included. */
function addFlags(reply: WrittenReply, flags: readonly string[]): void {
  const all = reply.request.via ? [...flags, 'proxied'] : flags
  if (all.length > 0) reply.flags = all
}

/** The packet leaves inside the write call: the midpoint of the stamps around it. */
function requestWrittenMs({ stamps }: Connection): number {
  return (stamps.sendStartMs + stamps.sendEndMs) / 2
}

function httpVersion({ protocol, stamps }: Connection): string {
  if (protocol === 'h2') return '2'
  return stamps.firstChunk?.subarray(0, 8).toString('latin1') === 'HTTP/1.0' ? '1.0' : '1.1'
}

function phasesOf(
  connection: Connection,
  { firstByteMs, lastByteMs }: Exchange,
  manner: Manner,
  dnsMs: number | undefined,
): Phases {
  const { connectMs, tlsMs, stamps } = connection
  const sentMs = requestWrittenMs(connection)
  const sendMs = sentMs - stamps.sendStartMs
  const waitMs = firstByteMs - sentMs
  const downloadMs = lastByteMs - firstByteMs
  const totalMs = totalOf(connection, lastByteMs, manner)
  const phases: WrittenPhases = {}
  if (dnsMs !== undefined) phases.dnsMs = dnsMs
  if (manner !== 'kept') phases.connectMs = connectMs
  if (manner !== 'kept' && tlsMs !== undefined) phases.tlsMs = tlsMs
  if (!Number.isNaN(sendMs)) phases.sendMs = Math.max(0, sendMs)
  if (!Number.isNaN(waitMs)) phases.waitMs = Math.max(0, waitMs)
  if (!Number.isNaN(downloadMs)) phases.downloadMs = Math.max(0, downloadMs)
  if (!Number.isNaN(totalMs)) phases.totalMs = Math.max(0, totalMs)
  return phases
}

type WrittenPhases = { -readonly [name in keyof Phases]: Phases[name] }

function totalOf(connection: Connection, lastByteMs: number, manner: Manner): number {
  const { connectMs, tlsMs = 0, startedMs, stamps } = connection
  if (manner === 'fresh') return lastByteMs - startedMs
  if (manner === 'burst') return Number.NaN
  const exchangeMs = lastByteMs - stamps.sendStartMs
  return manner === 'kept' ? exchangeMs : connectMs + tlsMs + exchangeMs
}
