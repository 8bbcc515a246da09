import { ColdstartError } from '../core/errors.ts'

/** One lifetime: alive at `aliveAt`, gone at `goneAt` (left out: still alive at the last look). Any one unit. */
export interface Lifetime {
  readonly aliveAt: number
  readonly goneAt?: number
}

/** Probability that a lifetime ends in (after, until]; `until` is Infinity for what outlived every look. */
export interface MassInterval {
  readonly after: number
  readonly until: number
  readonly mass: number
}

const MAX_STEPS = 20_000
/** Lifetimes × steps: what a very large run may cost before the estimate is taken as it is. */
const MAX_WORK = 2e8
const CONVERGED = 1e-10

/**
 * Turnbull's NPMLE of the survival function of interval-censored lifetimes: all mass lies on the innermost
 * intervals, found by the self-consistency (EM) iteration. How the mass lies within one is not identified.
 * Assumes that the times of looking do not depend on the lifetime.
 * Source: Turnbull, The Empirical Distribution Function with Arbitrarily Grouped, Censored and Truncated
 * Data, JRSS B 38 (1976).
 * @throws ColdstartError `not-a-number`, `bad-lifetime`
 */
export function fitTurnbull(lifetimes: readonly Lifetime[]): MassInterval[] {
  for (const [index, lifetime] of lifetimes.entries()) refuseImpossible(lifetime, index)
  const intervals = innermostIntervals(lifetimes)
  const spans = lifetimes.map((lifetime) => spanOf(lifetime, intervals))
  let masses = Float64Array.from(intervals, () => 1 / intervals.length)
  const steps = Math.min(MAX_STEPS, Math.ceil(MAX_WORK / Math.max(1, lifetimes.length)))
  for (let step = 0; step < steps; step++) {
    const next = redistribute(masses, spans)
    const change = next.reduce(
      (most, mass, index) => Math.max(most, Math.abs(mass - (masses[index] as number))),
      0,
    )
    masses = next
    if (change < CONVERGED) break
  }
  return intervals.map((interval, index) => ({ ...interval, mass: masses[index] as number }))
}

/**
 * Share still alive at `time`. Within an innermost interval the drop is put at its middle, by convention
 * (as R's survfit does); outside of them the estimate is what the data say.
 */
export function survivalAt(intervals: readonly MassInterval[], time: number): number {
  const gone = intervals.filter(({ after, until }) => until !== Infinity && (after + until) / 2 <= time)
  return Math.max(0, 1 - gone.reduce((sum, { mass }) => sum + mass, 0))
}

type Bounds = Omit<MassInterval, 'mass'>

/** At one instant an exact death comes first, then "gone by now", then "alive until now". */
function innermostIntervals(lifetimes: readonly Lifetime[]): Bounds[] {
  const ends = lifetimes.flatMap(({ aliveAt, goneAt = Infinity }) => [
    { at: aliveAt, order: aliveAt === goneAt ? 0 : 2, left: true },
    { at: goneAt, order: 1, left: false },
  ])
  ends.sort((a, b) => a.at - b.at || a.order - b.order)
  return ends.flatMap((end, index) => {
    const next = ends[index + 1]
    return end.left && next && !next.left ? [{ after: end.at, until: next.at }] : []
  })
}

/** First and last innermost interval that a lifetime may have ended in. */
function spanOf({ aliveAt, goneAt = Infinity }: Lifetime, intervals: readonly Bounds[]): [number, number] {
  return [
    intervals.findIndex(({ after, until }) => after >= aliveAt && (until > aliveAt || goneAt === aliveAt)),
    intervals.findLastIndex(({ until }) => until <= goneAt),
  ]
}

/** One EM step: each lifetime spreads its 1/n over its span in proportion to the present masses. */
function redistribute(masses: Float64Array, spans: readonly [number, number][]): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(masses.length + 1)
  for (const [index, mass] of masses.entries()) sums[index + 1] = (sums[index] as number) + mass
  const shares = new Float64Array(masses.length + 1)
  for (const [first, last] of spans) {
    const share = 1 / ((sums[last + 1] as number) - (sums[first] as number)) / spans.length
    shares[first] = (shares[first] as number) + share
    shares[last + 1] = (shares[last + 1] as number) - share
  }
  let share = 0
  return Float64Array.from(masses, (mass, index) => {
    share += shares[index] as number
    return Math.max(0, mass * share)
  })
}

function refuseImpossible({ aliveAt, goneAt }: Lifetime, index: number): void {
  for (const value of [aliveAt, goneAt ?? 0])
    if (!Number.isFinite(value)) throw new ColdstartError('not-a-number', { index, value })
  if (goneAt !== undefined && goneAt < aliveAt) throw new ColdstartError('bad-lifetime', { aliveAt, goneAt })
}
