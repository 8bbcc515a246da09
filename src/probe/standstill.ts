import type { ProbeError, ProbeReply } from '../core/probe-request.ts'
import { epochOffset } from './wall-clock.ts'

/** A standstill of this length spoils a reply whatever its share: the machine slept, or the process was stopped. */
const STOPPED_MS = 500

/**
 * A time in which this process did nothing, monotonic ms. Both clocks run on while a process is stopped, and on macOS and
 * Windows also while the machine sleeps, so that comparing them says nothing.
 */
export interface Standstill {
  readonly fromMs: number
  readonly toMs: number
}

/** Failures that a stop may have brought about. */
const PERHAPS_OURS = new Set(['timeout', 'reset', 'connect', 'tls', 'dns'])

/**
 * The reply as it is; an error of this machine where a standstill is most of its wait, or was a stop. Several short
 * ones do not add up: a reply waits for the end of the one in which it came, not of those before.
 */
export function withoutStandstills(
  reply: ProbeReply,
  standstills: readonly Standstill[],
  offsetMs: number = epochOffset(),
): ProbeReply {
  if (standstills.length === 0) return reply
  const { sentAtEpochMs = Number.NaN, firstByteAtEpochMs = reply.endedAtEpochMs } = reply
  const halfMs = (firstByteAtEpochMs - sentAtEpochMs) / 2
  const isMostOfWait = standstills.some(
    ({ fromMs, toMs }) =>
      overlap(fromMs + offsetMs, toMs + offsetMs, sentAtEpochMs, firstByteAtEpochMs) > halfMs,
  )
  const wasStopped = standstills.some(({ fromMs, toMs }) => toMs - fromMs >= STOPPED_MS)
  const isOurs = reply.error ? wasStopped && PERHAPS_OURS.has(reply.error.kind) : wasStopped || isMostOfWait
  return isOurs ? { ...reply, error: STOOD_STILL } : reply
}

const STOOD_STILL: ProbeError = {
  kind: 'client',
  message:
    'This machine stood still while the request was in flight: it slept, was stopped or was too busy. The reply was not timed.',
}

function overlap(fromA: number, toA: number, fromB: number, toB: number): number {
  return Math.max(0, Math.min(toA, toB) - Math.max(fromA, fromB)) || 0
}
