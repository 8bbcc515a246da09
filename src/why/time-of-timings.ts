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

/** What of a time is what something takes, where other processes are at work too. */
export type Measure = (timing: Timing) => number

/** Of what works: another process only adds to it. */
export const working: Measure = ({ ms, waitedMs }) => ms - waitedMs

/** Of what asks the clock whether it is over: it ends however long it had no processor. */
const byClock: Measure = ({ ms }) => ms

/** One thing in each trace; undefined where a trace has no such thing. */
export type Timings = readonly (Timing | undefined)[]

/**
 * How the bodies of one load are to be measured. Those that burn time until the clock says so take the same time of the
 * clock in every start and more or less of a processor's; those that work, the other way round. It is asked of all
 * together, since a few starts of one body may agree by chance. Where nothing waited both are the same.
 * @returns what scatters less over the traces, by how far each body's median is from its least
 */
export function measureOf(bodies: readonly Timings[]): Measure {
  return scatterOf(bodies, byClock) < scatterOf(bodies, working) ? byClock : working
}

function scatterOf(bodies: readonly Timings[], measure: Measure): number {
  const far = bodies.map((timings) => {
    const found = timings.flatMap((timing) => (timing ? measure(timing) : []))
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
export function timeOf(timings: Timings, measure: Measure = working): number {
  const there = timings.flatMap((timing) => timing ?? [])
  if (there.length === 0 || there.length * 2 < timings.length) return 0
  return Math.min(...there.map(measure))
}
