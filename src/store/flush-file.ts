import { fdatasyncSync } from 'node:fs'

/** Sees to it that what is written to a file also outlives a power cut. */
export interface Flusher {
  /**
   * Something was written just now.
   * @throws the system's error, also that of a flush which had to wait
   */
  wrote(): void
  /**
   * Flushes what still waits for it, and is over.
   * @throws the system's error, also that of a flush which had to wait
   */
  close(): void
}

/**
 * By this thread: handing a flush to another one costs more than the flush.
 * @param withinMs how long what was written may wait for its flush. With 0 each is flushed at once; with more, each that
 *   comes this long after the last flush is, and what comes earlier shares the next one: a flush takes a tenth of a
 *   millisecond of CPU on a fast disk and tens of milliseconds on a slow one.
 */
export function createFlusher(fd: number, withinMs: number): Flusher {
  let flushedMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let failed: Error | undefined
  const flush = () => {
    fdatasyncSync(fd)
    flushedMs = performance.now()
  }
  const flushLate = () => {
    timer = undefined
    try {
      flush()
    } catch (error) {
      failed = error as Error
    }
  }
  const throwIfFailed = () => {
    if (failed) throw failed
  }
  return {
    wrote() {
      throwIfFailed()
      if (timer) return
      const waitMs = flushedMs + withinMs - performance.now()
      // Unreferenced: what was written is the system's, and comes to the disk also when this process ends before.
      if (waitMs > 0) timer = setTimeout(flushLate, waitMs).unref()
      else flush()
    },
    close() {
      if (timer) {
        clearTimeout(timer)
        flushLate()
      }
      throwIfFailed()
    },
  }
}
