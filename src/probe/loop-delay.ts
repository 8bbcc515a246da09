import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import type { LoopDelay } from './prober.ts'
import type { Standstill } from './standstill.ts'
import { now } from './wall-clock.ts'

/** How often the loop is asked for its delay while requests are in flight. */
const RESOLUTION_MS = 2

/** A sample whose request was in flight while the probe's loop was late by more than this carries the flag `loop-delay`. */
export const LOOP_DELAY_BOUND_MS = 5

/** A longer delay is a standstill; below it lies the turn of another process, which any busy machine gives in between. */
const STANDSTILL_MS = 25

/** What a window saw. */
export interface SeenDelays {
  /** The longest delay, ms. */
  readonly maxMs: number
  /** In their order. */
  readonly standstills: readonly Standstill[]
}

/** Watches the delay of this thread's event loop, only while a request is in flight. */
export interface LoopDelayMonitor {
  /** A window opens; windows may overlap. The function closes it. */
  open(): () => SeenDelays
  total(): LoopDelay
  /** Forgets the total: what was seen so far was warming up. */
  reset(): void
}

interface Window {
  maxMs: number
  readonly standstills: Standstill[]
}

/**
 * A monitor on a timer: how much later than asked it was called, and at a window's end how late it already is. Node's own
 * monitor does the same, but to empty its histogram of 600 kB after each request costs more than the request's read.
 * @param every calls back each so many ms until its result is called
 */
export function createLoopDelayMonitor(
  nowMs: () => number = now,
  every: (ms: number, act: () => void) => () => void = repeatUnref(),
): LoopDelayMonitor {
  const all = createHistogram()
  const windows = new Set<Window>()
  let lastMs = 0
  let stop: (() => void) | undefined

  const look = (isDue: boolean) => {
    const [fromMs, toMs] = [lastMs + RESOLUTION_MS, nowMs()]
    const delayMs = toMs - fromMs
    lastMs = toMs
    if (isDue || delayMs > 0) all.record(Math.max(1, Math.round(delayMs * 1e6)))
    for (const window of windows) {
      window.maxMs = Math.max(window.maxMs, delayMs)
      if (delayMs > STANDSTILL_MS) window.standstills.push({ fromMs, toMs })
    }
  }
  return {
    open() {
      if (windows.size === 0) {
        lastMs = nowMs()
        stop = every(RESOLUTION_MS, () => look(true))
      } else look(false)
      const window: Window = { maxMs: 0, standstills: [] }
      windows.add(window)
      return () => {
        look(false)
        windows.delete(window)
        if (windows.size === 0) stop?.()
        return window
      }
    },
    reset: () => all.reset(),
    total: () => totalOf(all),
  }
}

function totalOf(all: RecordableHistogram): LoopDelay {
  if (all.count === 0) return { p50Ms: 0, p99Ms: 0, maxMs: 0 }
  return {
    p50Ms: roundedMs(all.percentile(50)),
    p99Ms: roundedMs(all.percentile(99)),
    maxMs: roundedMs(all.max),
  }
}

/** To the microsecond, as all times of a run. */
function roundedMs(ns: number): number {
  return Math.round(ns / 1000) / 1000
}

/**
 * Does not keep the process alive. One timer, set anew for each window and left to come once more after the last: Node
 * makes a list for each length of timers, and takes it away with the last of them, which is most of what a timer costs.
 */
function repeatUnref(): (ms: number, act: () => void) => () => void {
  let acting: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  const come = () => {
    if (!acting) return
    acting()
    timer?.refresh()
  }
  return (ms, act) => {
    acting = act
    if (timer) timer.refresh()
    else timer = setTimeout(come, ms).unref()
    return () => {
      acting = undefined
    }
  }
}
