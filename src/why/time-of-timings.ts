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
 * What of a time is what something takes, where other processes are at work too: all that the clock says, or what is
 * left without waiting for a processor. Of what works another process only adds to the former; what asks the clock
 * whether it is over ends however long it had no processor.
 */
export type TimeBasis = 'clock' | 'processor'

function msOf({ ms, waitedMs }: Timing, basis: TimeBasis): number {
  return basis === 'clock' ? ms : ms - waitedMs
}

/** One thing in each trace; undefined where a trace has no such thing. */
export type Timings = readonly (Timing | undefined)[]

/** Pairs of starts agree by chance, so that so many traces at least have to say which of the two bodies do. */
const FEWEST_TRACES = 5

/**
 * How the bodies of a load are to be measured, or of several loads that are to be compared. Those that burn time until
 * the clock says so take the same time of the clock in every start and more or less of a processor's; those that work,
 * the other way round. It is asked of all together, since a few starts of one body may agree by chance. Where nothing
 * waited both are the same.
 * @returns what scatters less over the traces, by how far each body's median is from its least; with fewer than five
 * traces of a load what works is taken
 */
export function basisOf(bodies: readonly Timings[]): TimeBasis {
  if (bodies.some(({ length }) => length < FEWEST_TRACES)) return 'processor'
  return scatterOf(bodies, 'clock') < scatterOf(bodies, 'processor') ? 'clock' : 'processor'
}

/** Of what all bodies take: less of a difference between the two is nothing that anybody sees. */
const LEAST_DIFFERENCE = 0.01

/** Whether it matters on which basis the bodies of a load are shown. */
export function doBasesDiffer(bodies: readonly Timings[]): boolean {
  const sumBy = (basis: TimeBasis) => bodies.reduce((sum, timings) => sum + timeOf(timings, basis), 0)
  const byClock = sumBy('clock')
  return byClock - sumBy('processor') > LEAST_DIFFERENCE * byClock
}

function scatterOf(bodies: readonly Timings[], basis: TimeBasis): number {
  const far = bodies.map((timings) => {
    const found = timings.flatMap((timing) => (timing ? msOf(timing, basis) : []))
    return found.length === 0 ? 0 : median(sortSamples(found)) - Math.min(...found)
  })
  return far.reduce((sum, ms) => sum + ms, 0)
}

/**
 * How long something takes by several traces: the least of its times, since whatever else a machine does only adds. By
 * default without what another process had the processor for: a long time is interrupted in every start and a short one
 * in few. Whoever sleeps, for a timer or a file, does not want the processor then, and has all of that.
 * @param timings what fewer than half of the traces have is chance, and takes nothing
 * @returns ms
 */
export function timeOf(timings: Timings, basis: TimeBasis = 'processor'): number {
  const there = timings.flatMap((timing) => timing ?? [])
  if (there.length === 0 || there.length * 2 < timings.length) return 0
  return Math.min(...there.map((timing) => msOf(timing, basis)))
}
