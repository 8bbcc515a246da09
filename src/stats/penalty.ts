import type { Interval } from '../core/result.ts'
import { hodgesLehmannShift, intervalOf } from './hodges-lehmann.ts'
import { median } from './quantile.ts'
import type { SortedSamples } from './sorted-samples.ts'

export interface Penalty {
  /** Cold median − warm median, ms. */
  readonly medianDifferenceMs: number
  /** Hodges–Lehmann shift of cold over warm, ms. */
  readonly shiftMs: number
  /** Left out where 95 % is not attainable. */
  readonly shiftInterval?: Interval
}

/**
 * What a cold start costs over a warm invocation. The difference is of the medians of all samples; the
 * shift and its interval take one warm value an instance where instances are known, because warm
 * invocations of one instance are correlated.
 * @param cold waits, ms
 * @param warm waits, ms
 * @param warmInstanceMedians one median an instance, ms; empty where instances are not known, and then
 * the shift is over all warm waits and has no interval
 * @throws ColdstartError `no-samples`
 */
export function coldPenalty(
  cold: SortedSamples,
  warm: SortedSamples,
  warmInstanceMedians: SortedSamples,
): Penalty {
  const known = warmInstanceMedians.length > 0
  const shift = hodgesLehmannShift(cold, known ? warmInstanceMedians : warm)
  const shiftInterval = known ? intervalOf(shift) : undefined
  return {
    medianDifferenceMs: median(cold) - median(warm),
    shiftMs: shift.estimate,
    ...(shiftInterval ? { shiftInterval } : {}),
  }
}
