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

/** A reply in the contract's words, from the stamps of its connection. */
export function makeReply(
  request: ProbeRequest,
  connection: Connection,
  exchange: Exchange,
  manner: Manner,
  extra: { readonly dnsMs?: number; readonly flags: readonly string[]; readonly loopDelayMs?: number },
): ProbeReply {
  const offset = epochOffset()
  const sentMs = requestWrittenMs(connection)
  const startMs = manner === 'kept' ? connection.stamps.sendStartMs : connection.startedMs
  const endMs = Number.isNaN(exchange.lastByteMs) ? now() : exchange.lastByteMs
  return {
    request,
    startedAt: new Date((Number.isNaN(startMs) ? now() : startMs) + offset).toISOString(),
    ...(Number.isNaN(sentMs) ? {} : { sentAtEpochMs: sentMs + offset }),
    ...(Number.isNaN(exchange.firstByteMs) ? {} : { firstByteAtEpochMs: exchange.firstByteMs + offset }),
    endedAtEpochMs: endMs + offset,
    connection: manner === 'kept' ? 'kept' : 'fresh',
    ...(connection.localPort > 0 ? { localPort: connection.localPort } : {}),
    remoteAddress: connection.remoteAddress,
    phases: phasesOf(connection, exchange, manner, extra.dnsMs),
    ...(exchange.status === undefined
      ? {}
      : { status: exchange.status, httpVersion: httpVersion(connection) }),
    headers: exchange.headers,
    body: exchange.body,
    bytes: exchange.bytes,
    ...(extra.loopDelayMs === undefined ? {} : { loopDelayMs: extra.loopDelayMs }),
    ...flagsOf(request, extra.flags),
    ...(exchange.error ? { error: exchange.error } : {}),
  }
}

/** The reply of a request that never reached a connection. */
export function makeUnopenedReply(
  request: ProbeRequest,
  startedMs: number,
  outcome: Pick<ProbeReply, 'error'> & { readonly dnsMs?: number; readonly flags: readonly string[] },
): ProbeReply {
  const offset = epochOffset()
  return {
    request,
    startedAt: new Date(startedMs + offset).toISOString(),
    endedAtEpochMs: now() + offset,
    connection: 'fresh',
    phases: outcome.dnsMs === undefined ? {} : { dnsMs: outcome.dnsMs },
    headers: {},
    body: new Uint8Array(),
    bytes: 0,
    ...flagsOf(request, outcome.flags),
    ...(outcome.error ? { error: outcome.error } : {}),
  }
}

/** What a proxy was on the way of is said of every sample, kept connections and failures included. */
function flagsOf({ via }: ProbeRequest, flags: readonly string[]): { flags?: readonly string[] } {
  const all = via ? [...flags, 'proxied'] : flags
  return all.length > 0 ? { flags: all } : {}
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
  const phases: WrittenPhases = {}
  if (dnsMs !== undefined) phases.dnsMs = dnsMs
  if (manner !== 'kept') phases.connectMs = connectMs
  if (manner !== 'kept' && tlsMs !== undefined) phases.tlsMs = tlsMs
  setIfKnown(phases, 'sendMs', sentMs - stamps.sendStartMs)
  setIfKnown(phases, 'waitMs', firstByteMs - sentMs)
  setIfKnown(phases, 'downloadMs', lastByteMs - firstByteMs)
  setIfKnown(phases, 'totalMs', totalOf(connection, lastByteMs, manner))
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

function setIfKnown(phases: WrittenPhases, name: keyof Phases, ms: number): void {
  if (!Number.isNaN(ms)) phases[name] = Math.max(0, ms)
}
