import type { Interval } from '../core/summary.ts'
import { hodgesLehmannShift, intervalOf } from './hodges-lehmann.ts'
import { orderStatisticInterval } from './order-statistic-interval.ts'
import { median } from './quantile.ts'
import type { SortedSamples } from './sorted-samples.ts'

/** What a cold start costs over a warm invocation, ms. */
export interface Penalty {
  /** Cold median − warm median, ms. */
  readonly medianDifferenceMs: number
  /** At least 95 % whatever the two shapes are; left out below 7 cold samples or 7 warm instances. */
  readonly medianDifferenceInterval?: Interval
  /** Hodges–Lehmann shift of cold over warm, ms. */
  readonly shiftMs: number
  /** Left out where 95 % is not attainable. Assumes one shape: see `coldPenalty`. */
  readonly shiftInterval?: Interval
}

/**
 * What a cold start costs over a warm invocation. The difference is of the medians of all samples; all
 * intervals take one warm value an instance where instances are known, because warm invocations of one
 * instance are correlated, and are left out where they are not. The interval of the difference is made of
 * the order-statistic intervals of both medians; that of the Hodges–Lehmann shift inverts the Mann–Whitney
 * test, which assumes two distributions of one shape and covers less where cold spreads wider than warm
 * (docs/METHODOLOGY.md has the simulation).
 * @param cold waits, ms
 * @param warm waits, ms
 * @param warmInstanceMedians one median an instance, ms; empty where instances are not known, and then
 * the shift is over all warm waits
 * @param coldIndependent what of the cold waits is independent: one median a burst; all of them unless given
 * @param confidence of the interval of the difference of medians
 * @throws ColdstartError `no-samples`
 */
export function coldPenalty(
  cold: SortedSamples,
  warm: SortedSamples,
  warmInstanceMedians: SortedSamples,
  coldIndependent: SortedSamples = cold,
  confidence = 0.95,
): Penalty {
  const known = warmInstanceMedians.length > 0
  const shift = hodgesLehmannShift(coldIndependent, known ? warmInstanceMedians : warm)
  const shiftInterval = known ? intervalOf(shift) : undefined
  const medianDifferenceInterval = differenceOfMedians(coldIndependent, warmInstanceMedians, confidence)
  return {
    medianDifferenceMs: median(cold) - median(warm),
    ...(medianDifferenceInterval ? { medianDifferenceInterval } : {}),
    shiftMs: shift.estimate,
    ...(shiftInterval ? { shiftInterval } : {}),
  }
}

/** Each side gets half of what may be missed, so that both together have the confidence (Bonferroni). */
function differenceOfMedians(
  cold: SortedSamples,
  warm: SortedSamples,
  confidence: number,
): Interval | undefined {
  const ofSide = (1 + confidence) / 2
  const a = orderStatisticInterval(cold, 0.5, ofSide)
  const b = orderStatisticInterval(warm, 0.5, ofSide)
  if (a.lower === undefined || a.upper === undefined || b.lower === undefined || b.upper === undefined)
    return undefined
  return { lower: a.lower - b.upper, upper: a.upper - b.lower, coverage: a.coverage + b.coverage - 1 }
}
