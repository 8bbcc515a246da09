import type { Clock } from '../../src/core/clock.ts'

/**
 * A clock for many sleepers at once: when nobody has anything left to do, it jumps to the moment at which
 * the first of them wakes. Hours of schedule pass in milliseconds, in the order in which they would.
 */
export interface VirtualClock extends Clock {
  /** The machine sleeps: the wall clock goes on, the monotonic one stands still. Negative: the clock is set back. */
  shiftWall(ms: number): void
}

interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
}

/** @param startMs wall clock at the start, epoch milliseconds */
export function createVirtualClock(startMs = Date.UTC(2026, 10, 23)): VirtualClock {
  const sleepers = new Set<Sleeper>()
  let nowMs = 0
  let shiftedMs = 0
  let pumping = false

  /** Real turns of the event loop that everybody gets before time moves on (file writes need some). */
  async function pump(): Promise<void> {
    pumping = true
    while (sleepers.size > 0) {
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
      const next = [...sleepers].sort((a, b) => a.dueMs - b.dueMs)[0]
      if (!next) break
      nowMs = Math.max(nowMs, next.dueMs)
      sleepers.delete(next)
      next.wake()
    }
    pumping = false
  }

  return {
    monotonicMs: () => nowMs,
    wallMs: () => startMs + nowMs + shiftedMs,
    shiftWall(ms) {
      shiftedMs += ms
    },
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const cancel = () => {
          if (sleepers.delete(sleeper)) reject(signal?.reason)
        }
        const wake = () => {
          signal?.removeEventListener('abort', cancel)
          resolve()
        }
        const sleeper: Sleeper = { dueMs: nowMs + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', cancel)
        if (!pumping) void pump()
      })
    },
  }
}
