import { orderStatisticInterval } from './order-statistic-interval.ts'
import { median } from './quantile.ts'
import type { SortedSamples } from './sorted-samples.ts'

/** When sampling stops: how exactly the median must be known, and the least and most samples. */
export interface StoppingRule {
  /** Half-width of the median's interval as a share of the median: 0.1 is ± 10 %. */
  readonly within: number
  /** At least this many samples, 10 unless stated. */
  readonly atLeast?: number
  readonly atMost: number
}

/** Whether sampling stops, and why. */
export type StoppingDecision =
  | { readonly stop: false; readonly halfWidth?: number }
  | { readonly stop: true; readonly because: 'precise' | 'maximum'; readonly halfWidth?: number }

const AT_LEAST = 10

/**
 * Whether a series may stop: the larger distance from the median to its 95 % order-statistic bounds is
 * within the stated share. Looking after every sample makes the final interval cover a little less than
 * 95 % (docs/METHODOLOGY.md has the measured figure), so a report names the rule beside the interval.
 * @param samples waits, ms
 */
export function decideStopping(samples: SortedSamples, rule: StoppingRule): StoppingDecision {
  const halfWidth = relativeHalfWidth(samples)
  const width = halfWidth === undefined ? {} : { halfWidth }
  if (samples.length >= (rule.atLeast ?? AT_LEAST) && halfWidth !== undefined && halfWidth <= rule.within)
    return { stop: true, because: 'precise', ...width }
  if (samples.length >= rule.atMost) return { stop: true, because: 'maximum', ...width }
  return { stop: false, ...width }
}

/** The rule in words, for the report. */
export function describeStopping({ within, atLeast = AT_LEAST, atMost }: StoppingRule): string {
  return `sampling stopped when the median's 95 % interval was within ± ${+(within * 100).toFixed(2)} %, after ${atLeast} to ${atMost} samples`
}

/**
 * What was reached instead, where a rule was not met: `the median is known to ± 18 %, not to ± 10 %`.
 * @param halfWidth of the median's 95 % interval as a share of the median; left out where it has none
 */
export function describeMissed(
  halfWidth: number | undefined,
  { within }: Pick<StoppingRule, 'within'>,
): string {
  const asked = `± ${+(within * 100).toFixed(2)} %`
  return halfWidth === undefined
    ? `the median has no 95 % interval, ${asked} were asked for`
    : `the median is known to ± ${(halfWidth * 100).toFixed(halfWidth < 0.1 ? 1 : 0)} %, not to ${asked}`
}

function relativeHalfWidth(samples: SortedSamples): number | undefined {
  if (samples.length === 0) return undefined
  const center = median(samples)
  const { lower, upper } = orderStatisticInterval(samples, 0.5)
  if (lower === undefined || upper === undefined || center <= 0) return undefined
  return Math.max(center - lower, upper - center) / center
}
