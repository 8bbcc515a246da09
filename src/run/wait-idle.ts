import type { Clock } from '../core/clock.ts'
import { type ClockMark, type Elapsed, elapsedSince } from './clock-watch.ts'

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
