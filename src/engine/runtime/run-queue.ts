import { openSync, readSync } from 'node:fs'

const NANOSECONDS_PER_MS = 1e6

/**
 * Watches how long this thread is ready to run while another one has the processor.
 * See https://docs.kernel.org/scheduler/sched-stats.html: the second number of `schedstat`.
 * @returns gives the ms since it was asked last; undefined where the system does not tell, as outside of Linux
 */
export function watchRunQueue(): (() => number) | undefined {
  const buffer = Buffer.alloc(128)
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r')
    const read = () => {
      const length = readSync(file, buffer, 0, buffer.length, 0)
      return Number(buffer.toString('latin1', 0, length).split(' ')[1])
    }
    let last = read()
    if (!Number.isFinite(last)) return undefined
    return () => {
      const now = read()
      const waitedMs = (now - last) / NANOSECONDS_PER_MS
      last = now
      return waitedMs
    }
  } catch {
    return undefined
  }
}
