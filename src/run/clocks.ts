import type { Clock } from '../core/clock.ts'

/** Below this, wall clock and monotonic clock drift apart by NTP's slewing and by chance. */
const NOTICEABLE_MS = 1500

/** One moment on both clocks. */
export interface ClockMark {
  readonly wallMs: number
  readonly monotonicMs: number
}

/** This moment on both clocks. */
export function markNow(clock: Clock): ClockMark {
  return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() }
}

/**
 * A moment that another process saw on the wall clock, as a mark of this one; a moment in the future
 * (the clock was set back since) counts as now.
 */
export function markFromWall(wallMs: number, clock: Clock): ClockMark {
  const now = markNow(clock)
  const passedMs = Math.max(0, now.wallMs - wallMs)
  return { wallMs: now.wallMs - passedMs, monotonicMs: now.monotonicMs - passedMs }
}

/** Time passed since a mark, ms, and what the two clocks disagree about. */
export interface Elapsed {
  /** What the platform saw: the wall clock's reading after a sleep, else the monotonic one. */
  readonly ms: number
  /** The monotonic reading: this much has passed by any account. */
  readonly surelyMs: number
  readonly trouble?: 'slept' | 'clock-jumped'
}

/** `slept`: the wall clock went further than the monotonic one; `clock-jumped`: it was set back. */
export function elapsedSince(mark: ClockMark, clock: Clock): Elapsed {
  const wall = clock.wallMs() - mark.wallMs
  const surelyMs = Math.max(0, clock.monotonicMs() - mark.monotonicMs)
  const aheadMs = wall - surelyMs
  if (Math.abs(aheadMs) < NOTICEABLE_MS) return { ms: surelyMs, surelyMs }
  return aheadMs > 0
    ? { ms: wall, surelyMs, trouble: 'slept' }
    : { ms: surelyMs, surelyMs, trouble: 'clock-jumped' }
}

/** What a run notes when the clocks disagree. */
export function describeTrouble(trouble: 'slept' | 'clock-jumped'): string {
  return trouble === 'slept'
    ? 'The machine slept, or its clock was set forward.'
    : "The machine's clock was set back."
}

/** A long wait is made of pieces, so that a sleeping machine or a clock that was set is noticed near the time. */
const PIECE_MS = 30_000

/**
 * Waits until `idleMs` have surely passed since the mark, by both clocks.
 * @returns what had passed in the end; `trouble` when the clocks disagreed on the way
 * @throws the signal's reason as soon as it aborts
 */
export async function waitIdle(
  clock: Clock,
  since: ClockMark,
  idleMs: number,
  signal: AbortSignal,
): Promise<Elapsed> {
  for (;;) {
    signal.throwIfAborted()
    const elapsed = elapsedSince(since, clock)
    const leftMs = idleMs - elapsed.surelyMs
    if (leftMs <= 0) return elapsed
    await clock.sleep(Math.min(leftMs, PIECE_MS), signal)
  }
}
