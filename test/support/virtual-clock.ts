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
  let nowMs = 0
  let shiftedMs = 0
  const addSleeper = wakeInOrder((dueMs) => {
    nowMs = Math.max(nowMs, dueMs)
  })
  return {
    monotonicMs: () => nowMs,
    wallMs: () => startMs + nowMs + shiftedMs,
    shiftWall(ms) {
      shiftedMs += ms
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const leave = addSleeper(nowMs + ms, () => {
          signal?.removeEventListener('abort', cancel)
          resolve()
        })
        const cancel = () => {
          if (leave()) reject(signal?.reason)
        }
        signal?.addEventListener('abort', cancel)
      }),
  }
}

/**
 * Wakes sleepers in the order in which they are due, each when nobody has anything left to do.
 * @param moveTo is told when the next one wakes
 * @returns adds a sleeper; the function it returns removes it and says whether it was still asleep
 */
function wakeInOrder(moveTo: (dueMs: number) => void) {
  const sleepers = new Set<Sleeper>()
  let isPumping = false

  /** Real turns of the event loop that everybody gets before time moves on (file writes need some). */
  async function pump(): Promise<void> {
    isPumping = true
    while (sleepers.size > 0) {
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
      const next = [...sleepers].sort((a, b) => a.dueMs - b.dueMs)[0]
      if (!next) break
      moveTo(next.dueMs)
      sleepers.delete(next)
      next.wake()
    }
    isPumping = false
  }

  return (dueMs: number, wake: () => void): (() => boolean) => {
    const sleeper = { dueMs, wake }
    sleepers.add(sleeper)
    if (!isPumping) void pump()
    return () => sleepers.delete(sleeper)
  }
}
