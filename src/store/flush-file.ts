import { fdatasyncSync } from 'node:fs'

/** Sees to it that what is written to a file also outlives a power cut. */
export interface Flusher {
  /**
   * Something was written just now: flushes it, or sees to it that it will be.
   * @throws the system's error, also of a flush that had to wait and failed since the last call
   */
  noteWritten(): void
  /**
   * Everything that was noted is on the disk once this returns.
   * @throws as `noteWritten`
   */
  flush(): void
}

/**
 * Flushes a file at once or, where lines may wait, once for all that came meanwhile. In this thread: handing a flush to
 * another one costs more than the flush.
 * @param withinMs how long what was written may wait, while this process lives: after a kill the system flushes it when
 *   it likes, and only a power cut can come before. 0 flushes each at once; else each that comes this long after the
 *   last flush is flushed at once, and what comes earlier shares the next one
 */
export function createFlusher(fd: number, withinMs: number): Flusher {
  let flushedMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let failed: Error | undefined
  const flushNow = () => {
    fdatasyncSync(fd)
    flushedMs = performance.now()
  }
  const flushLate = () => {
    timer = undefined
    try {
      flushNow()
    } catch (error) {
      failed = error as Error
    }
  }
  const throwIfFailed = () => {
    if (failed) throw failed
  }
  return {
    noteWritten() {
      throwIfFailed()
      if (timer) return
      const waitMs = flushedMs + withinMs - performance.now()
      // Unreferenced: what was written is the system's, and a process may end before.
      if (waitMs > 0) timer = setTimeout(flushLate, waitMs).unref()
      else flushNow()
    },
    flush() {
      if (timer) {
        clearTimeout(timer)
        flushLate()
      }
      throwIfFailed()
    },
  }
}
