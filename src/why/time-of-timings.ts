import { median } from '../stats/quantile.ts'
import { sortSamples } from '../stats/sorted-samples.ts'

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
 * Times on the processor agree whose median is by less than this part of the least above it: 0.04 to 0.15 for what
 * computes for longer than 3 ms, mostly above 1 for what burns the clock, on two processors that thirteen processes want.
 * Where two processors are one core, up to 0.5 for what computes.
 */
const AGREEING = 0.55
/** In the least stalled of several starts what computes has the processor for more than one part in so many. */
const MOST_STALLED = 5
/** The two least times of the clock agree where they are no farther apart: they were not interrupted. */
const SAME = { part: 0.005, ms: 0.02 } as const

/**
 * How long something takes by several traces, where whatever else a machine does only adds: the least of its times. What
 * computes needs the processor for the same time in each, and is stalled the sooner the longer it is, so what it had to
 * wait for is none of its time; what waits itself, for a timer or a file, ends by the clock however long it had no
 * processor. It is taken to compute where its times on the processor agree, and those of the clock do not.
 * @param timings undefined where a trace has no such thing; what fewer than half of them have is chance, and takes nothing
 * @returns ms
 */
export function timeOf(timings: readonly (Timing | undefined)[]): number {
  const there = timings.flatMap((timing) => timing ?? [])
  if (there.length === 0 || there.length * 2 < timings.length) return 0
  const [clock, processor] = [there.map(({ ms }) => ms), there.map(({ ms, waitedMs }) => ms - waitedMs)]
  const [first = 0, second = first] = sortSamples(clock)
  if (second - first <= first * SAME.part + SAME.ms) return first
  const least = Math.min(...processor)
  const agrees = scatter(processor) < Math.min(scatter(clock), least * AGREEING)
  return agrees && first < least * MOST_STALLED ? least : first
}

function scatter(values: readonly number[]): number {
  return median(sortSamples(values)) - Math.min(...values)
}
