import type { Clock } from '../../src/core/clock.ts'

/** A clock that stands still until somebody sleeps; `sleeps` lists what was asked for, in ms. */
export interface FakeClock extends Clock {
  readonly sleeps: number[]
  advance(ms: number): void
}

/** @param startMs wall clock at the start, epoch milliseconds */
export function createFakeClock(startMs = Date.UTC(2026, 10, 23)): FakeClock {
  const sleeps: number[] = []
  let passedMs = 0
  return {
    sleeps,
    monotonicMs: () => passedMs,
    wallMs: () => startMs + passedMs,
    advance(ms) {
      passedMs += ms
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      sleeps.push(ms)
      passedMs += ms
    },
  }
}
