import { quantile } from '../stats/quantile.ts'
import { sortSamples } from '../stats/sorted-samples.ts'

/** One thing in one trace. */
export interface Timing {
  /** Of the clock. */
  readonly ms: number
  /** Of that, what another process had the processor for. */
  readonly waitedMs: number
}

/**
 * Times agree whose upper quartile is by less than this part of the least above it: 0.04 to 0.17 for what computes for
 * longer than 3 ms, above 2 for what burns the clock, on two processors that thirteen processes wanted.
 */
const AGREEING = 0.3

/**
 * How long something takes by several traces, where whatever else a machine does only adds: the least of its times. What
 * computes needs the processor for the same time in each, and is stalled the sooner the longer it is, so what it had to
 * wait for is none of its time; what waits itself, for a timer or a file, ends by the clock however long it had no
 * processor. It is taken to compute where its times on the processor agree, and better than those of the clock.
 * @param timings undefined where a trace has no such thing; what fewer than half of them have is chance, and takes nothing
 * @returns ms
 */
export function timeOf(timings: readonly (Timing | undefined)[]): number {
  const there = timings.flatMap((timing) => timing ?? [])
  if (there.length === 0 || there.length * 2 < timings.length) return 0
  const [clock, processor] = [there.map(({ ms }) => ms), there.map(({ ms, waitedMs }) => ms - waitedMs)]
  const least = Math.min(...processor)
  const computes = scatter(processor) < Math.min(scatter(clock), least * AGREEING)
  return computes ? least : Math.min(...clock)
}

function scatter(values: readonly number[]): number {
  return quantile(sortSamples(values), 0.75) - Math.min(...values)
}
