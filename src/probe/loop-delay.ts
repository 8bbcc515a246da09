import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks'
import type { LoopDelay } from './prober.ts'

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

/** A monitor on Node's native histogram; its own interval is subtracted from what it reads. */
export function createLoopDelayMonitor(): LoopDelayMonitor {
  const recent = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const all = createHistogram()
  const windows = new Set<{ maxMs: number }>()

  const collect = () => {
    if (recent.count > 0) {
      const maxMs = toDelayMs(recent.max)
      for (const window of windows) window.maxMs = Math.max(window.maxMs, maxMs)
      addTo(all, recent)
    }
    // Also where it holds nothing: one tick leaves no delay but its moment, from which the next window would count the pause.
    recent.reset()
  }
  return {
    open() {
      // What a paused monitor holds was collected when the last window closed.
      if (windows.size === 0) recent.enable()
      else collect()
      const window = { maxMs: 0 }
      windows.add(window)
      return () => {
        collect()
        windows.delete(window)
        if (windows.size === 0) recent.disable()
        return window.maxMs
      }
    },
    reset: () => all.reset(),
    total: () =>
      all.count === 0
        ? { p50Ms: 0, p99Ms: 0, maxMs: 0 }
        : {
            p50Ms: toDelayMs(all.percentile(50)),
            p99Ms: toDelayMs(all.percentile(99)),
            maxMs: toDelayMs(all.max),
          },
  }
}

/** At most this many quantiles stand for one window, so that closing it costs microseconds. */
const POINTS = 100

/** Node's monitor cannot be added to another histogram, and one that is paused counts the pause as a delay. */
function addTo(all: RecordableHistogram, recent: ReturnType<typeof monitorEventLoopDelay>): void {
  const points = Math.min(POINTS, recent.count)
  if (points === 1) all.record(Math.max(1, recent.max))
  else
    for (let point = 1; point <= points; point++)
      all.record(Math.max(1, Math.round(recent.percentile((100 * point) / points))))
}

function toDelayMs(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
}
