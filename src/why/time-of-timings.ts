/** How long something took in one trace. */
export interface Timing {
  /** Of the clock. */
  readonly ms: number
  /** Of that, what another process had the processor for. */
  readonly waitedMs: number
}

/** One after the other. */
export function addTimings(one: Timing, other: Timing): Timing {
  return { ms: one.ms + other.ms, waitedMs: one.waitedMs + other.waitedMs }
}

/**
 * How long something takes by several traces, where whatever else a machine does only adds: the least of its times
 * without what another process had the processor for. A long time is interrupted in every start and a short one in few;
 * whoever sleeps, for a timer or a file, does not want the processor then, and has all of that. Not for what asks the
 * clock whether it is over: that ends however long it had no processor.
 * @param timings undefined where a trace has no such thing; what fewer than half of them have is chance, and takes nothing
 * @returns ms
 */
export function timeOf(timings: readonly (Timing | undefined)[]): number {
  const there = timings.flatMap((timing) => timing ?? [])
  if (there.length === 0 || there.length * 2 < timings.length) return 0
  return Math.min(...there.map(({ ms, waitedMs }) => ms - waitedMs))
}
