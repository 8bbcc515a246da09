import type { ProbeError, ProbeReply } from '../core/probe-request.ts'
import { everyUnref } from './beats.ts'
import { epochOffset, now } from './wall-clock.ts'

/** How often the heart beats while a request is in flight. */
const BEAT_MS = 2
/**
 * A beat that is later than this is a standstill; below it lies the turn of another process, which any busy machine
 * gives in between (flag `loop-delay`).
 */
const LATE_MS = 25
/** A standstill of this length spoils a reply whatever its share: the machine slept, or the process was stopped. */
const STOPPED_MS = 500

/** A time in which this process did nothing, monotonic ms. */
export interface Standstill {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Notices that this process stood still while a request was in flight. Both clocks run on while a process is
 * stopped, and on macOS and Windows also while the machine sleeps, so that comparing them says nothing.
 */
export interface Heartbeat {
  /** A window opens; windows may overlap. The function closes it and gives the standstills within. */
  open(): () => readonly Standstill[]
}

/** @param every calls back each so many ms until its result is called */
export function createHeartbeat(
  nowMs: () => number = now,
  every: (ms: number, act: () => void) => () => void = everyUnref,
): Heartbeat {
  const windows = new Set<Standstill[]>()
  let lastMs = 0
  let stop: (() => void) | undefined
  const beat = () => {
    const toMs = nowMs()
    const fromMs = lastMs + BEAT_MS
    if (toMs - fromMs > LATE_MS) for (const window of windows) window.push({ fromMs, toMs })
    lastMs = toMs
  }
  return {
    open() {
      if (windows.size === 0) {
        lastMs = nowMs()
        stop = every(BEAT_MS, beat)
      }
      const window: Standstill[] = []
      windows.add(window)
      return () => {
        beat()
        windows.delete(window)
        if (windows.size === 0) stop?.()
        return window
      }
    },
  }
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
