import type { Clock } from '../core/clock.ts'

/** Below this, wall clock and monotonic clock drift apart by NTP's slewing and by chance. */
const NOTICEABLE_MS = 1500

/** One moment on both clocks. */
export interface ClockMark {
  readonly wallMs: number
  /** Unknown for a moment that another process saw. */
  readonly monotonicMs?: number
}

export function markNow(clock: Clock): ClockMark {
  return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() }
}

/** Time passed since a mark, ms, and what the two clocks disagree about. */
export interface Elapsed {
  /** The longer reading: the monotonic clock stands still while a machine sleeps, the wall clock may be set back. */
  readonly ms: number
  /** The shorter reading: at least this much has passed by any account. */
  readonly surelyMs: number
  readonly trouble?: 'slept' | 'clock-jumped'
}

/** `slept`: the wall clock went further than the monotonic one; `clock-jumped`: it was set back. */
export function elapsedSince(mark: ClockMark, clock: Clock): Elapsed {
  const wall = clock.wallMs() - mark.wallMs
  const monotonic = mark.monotonicMs === undefined ? wall : clock.monotonicMs() - mark.monotonicMs
  const ms = Math.max(wall, monotonic, 0)
  const surelyMs = Math.max(Math.min(wall, monotonic), 0)
  if (Math.abs(wall - monotonic) < NOTICEABLE_MS) return { ms: monotonic, surelyMs: monotonic }
  return { ms, surelyMs, trouble: wall > monotonic ? 'slept' : 'clock-jumped' }
}

/** What a run notes when the clocks disagree. */
export function describeTrouble(elapsed: Elapsed): string {
  const apart = ((elapsed.ms - elapsed.surelyMs) / 1000).toFixed(1)
  return elapsed.trouble === 'slept'
    ? `The machine slept, or its clock was set forward, by ${apart} s.`
    : `The machine's clock was set back by ${apart} s.`
}
