import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from './clock.ts'

/** setTimeout cannot wait longer than this; longer sleeps are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The machine's own clocks. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted()
    const end = performance.now() + ms
    let left = ms
    while (left > 0) {
      await delay(Math.min(left, LONGEST_TIMER_MS), undefined, signal ? { signal } : {}).catch((error) => {
        throw signal?.aborted ? signal.reason : error
      })
      left = end - performance.now()
    }
  },
}
