import { createHistogram } from 'node:perf_hooks'
import { everyUnref } from './beats.ts'
import type { LoopDelay } from './prober.ts'
import { now } from './wall-clock.ts'

/** How often the loop is asked for its delay while requests are in flight. */
const RESOLUTION_MS = 2

/** A sample whose request was in flight while the probe's loop was late by more than this carries the flag `loop-delay`. */
export const LOOP_DELAY_BOUND_MS = 5

/** Watches the delay of this thread's event loop, only while a request is in flight. */
export interface LoopDelayMonitor {
  /** A window opens; windows may overlap. The function closes it and gives its longest delay, ms. */
  open(): () => number
  total(): LoopDelay
  /** Forgets the total: what was seen so far was warming up. */
  reset(): void
}

/**
 * A monitor on a timer: how much later than asked it was called, and at a window's end how late it already is. Node's own
 * monitor does the same, but to empty its histogram of 600 kB after each request costs more than the request's read.
 * @param every calls back each so many ms until its result is called
 */
export function createLoopDelayMonitor(
  nowMs: () => number = now,
  every: (ms: number, act: () => void) => () => void = everyUnref,
): LoopDelayMonitor {
  const all = createHistogram()
  const windows = new Set<{ maxMs: number }>()
  let lastMs = 0
  let stop: (() => void) | undefined

  const look = (isDue: boolean) => {
    const atMs = nowMs()
    const delayMs = atMs - lastMs - RESOLUTION_MS
    lastMs = atMs
    if (isDue || delayMs > 0) all.record(Math.max(1, Math.round(delayMs * 1e6)))
    for (const window of windows) window.maxMs = Math.max(window.maxMs, delayMs)
  }
  return {
    open() {
      if (windows.size === 0) {
        lastMs = nowMs()
        stop = every(RESOLUTION_MS, () => look(true))
      } else look(false)
      const window = { maxMs: 0 }
      windows.add(window)
      return () => {
        look(false)
        windows.delete(window)
        if (windows.size === 0) stop?.()
        return window.maxMs
      }
    },
    reset: () => all.reset(),
    total: () =>
      all.count === 0
        ? { p50Ms: 0, p99Ms: 0, maxMs: 0 }
        : { p50Ms: all.percentile(50) / 1e6, p99Ms: all.percentile(99) / 1e6, maxMs: all.max / 1e6 },
  }
}
