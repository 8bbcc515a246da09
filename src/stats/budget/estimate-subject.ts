import type { Interval } from '../../core/summary.ts'
import { hodgesLehmannRatio, intervalOf } from '../hodges-lehmann.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { coldPenalty } from '../penalty.ts'
import { quantile, refusePercentile } from '../quantile.ts'
import { CLUSTERS_NEEDED } from '../result/clustered-waits.ts'
import { SLOW_ONES_LOST } from '../result/lost-replies.ts'
import type { Operand } from './budget.ts'
import type { BudgetSubject } from './budget-subject.ts'

/** A figure with its interval, as far as n carries them, and why not where it does not. */
export interface Estimate {
  readonly n: number
  readonly found?: number
  readonly interval?: Interval
  readonly reason?: string
  /** No number of samples would decide: what the figure is held against is not there, or they have no ratio. */
  readonly isBeyondSamples?: true
  /** Where n counts pairs: rounds that are in none. */
  readonly unpaired?: number
  /** Where the interval is a prediction: the recorded runs that it is made of. */
  readonly runs?: number
}

/** The operand in ms: a quantile with its order-statistic interval, or the cold penalty with that of the medians' difference. */
export function estimateMs(operand: Operand, subject: BudgetSubject, confidence = 0.95): Estimate {
  const n = subject.waits.length
  if (n === 0) return { n, reason: `no ${operand.measure === 'warm' ? 'warm' : 'cold'} samples` }
  if (subject.lost?.slowOnesLost) return { n, reason: SLOW_ONES_LOST }
  if (operand.measure === 'penalty') return estimatePenalty(subject, confidence)
  const p = operand.p ?? 0.5
  const refusal = refusalOf(p, n)
  const interval = intervalOfQuantile(operand, subject, confidence)
  return {
    n,
    ...(refusal ? { reason: refusal } : { found: quantile(subject.waits, p) }),
    ...(interval ? { interval } : refusal ? {} : { reason: noInterval(operand, subject) }),
  }
}

/**
 * One subject over another. Medians of one temperature: Hodges–Lehmann ratio. Anything else: the ratio of
 * the quantiles, with the bounds of two 97.5 % intervals, which is wider than it need be and never too narrow.
 */
export function estimateRatio(
  operand: Operand,
  over: BudgetSubject,
  underOperand: Operand,
  under: BudgetSubject,
  confidence = 0.95,
): Estimate {
  const n = Math.min(over.independent.length, under.independent.length)
  const [p, q] = [operand.p ?? 0.5, underOperand.p ?? 0.5]
  if (over.waits.length === 0 || under.waits.length === 0) return { n: 0, reason: 'no samples on one side' }
  if ((over.waits[0] as number) <= 0 || (under.waits[0] as number) <= 0)
    return { n, reason: 'a wait of zero has no ratio', isBeyondSamples: true }
  if (over.lost?.slowOnesLost || under.lost?.slowOnesLost) return { n, reason: SLOW_ONES_LOST }
  const refusal = refusalOf(p, over.waits.length) ?? refusalOf(q, under.waits.length)
  if (refusal) return { n, reason: refusal }
  if (p === 0.5 && q === 0.5 && operand.measure === underOperand.measure && n > 0) {
    const ratio = hodgesLehmannRatio(over.independent, under.independent, confidence)
    const isShort = [over, under].some(
      ({ clusters, independent }) => clusters === 'bursts' && independent.length < CLUSTERS_NEEDED,
    )
    const interval = isShort ? undefined : intervalOf(ratio, confidence)
    return {
      n,
      found: ratio.estimate,
      ...(interval ? { interval } : { reason: noRatioInterval(over, under) }),
    }
  }
  const found = quantile(over.waits, p) / quantile(under.waits, q)
  // Each side gets half of what may be missed, so that both together have the confidence (Bonferroni).
  const ofSide = (1 + confidence) / 2
  const interval = divideIntervals(
    intervalOfQuantile(operand, over, ofSide),
    intervalOfQuantile(underOperand, under, ofSide),
  )
  return { n, found, ...(interval ? { interval } : { reason: noRatioInterval(over, under) }) }
}

function estimatePenalty(
  { group, waits, independent, clusters }: BudgetSubject,
  confidence: number,
): Estimate {
  const { warm } = group
  if (warm.waits.length === 0) return { n: 0, reason: 'no warm samples' }
  if (warm.lost?.slowOnesLost) return { n: waits.length, reason: SLOW_ONES_LOST }
  const { medianDifferenceMs, medianDifferenceInterval } = coldPenalty(
    waits,
    warm.waits,
    warm.instanceMedians,
    independent,
    confidence,
  )
  const n = Math.min(independent.length, warm.instanceMedians.length)
  return {
    n,
    found: medianDifferenceMs,
    ...(medianDifferenceInterval
      ? { interval: medianDifferenceInterval }
      : {
          reason: `needs 7 ${clusters ?? 'cold samples'} and 7 warm instances, has ${independent.length} and ${warm.instanceMedians.length}`,
        }),
  }
}

/** A bound on either side is enough to decide by; the interval of a clustered tail is refused. */
function intervalOfQuantile(
  { p = 0.5 }: Operand,
  { independent, clusters }: BudgetSubject,
  confidence: number,
): Interval | undefined {
  if (clusters && p !== 0.5) return undefined
  if (clusters && independent.length < CLUSTERS_NEEDED) return undefined
  const interval = withoutRanks(orderStatisticInterval(independent, p, confidence))
  return interval.lower === undefined && interval.upper === undefined ? undefined : interval
}

function divideIntervals(over?: Interval, under?: Interval): Interval | undefined {
  if (!over || !under) return undefined
  const lower = over.lower !== undefined && under.upper !== undefined ? over.lower / under.upper : undefined
  const upper = over.upper !== undefined && under.lower !== undefined ? over.upper / under.lower : undefined
  if (lower === undefined && upper === undefined) return undefined
  const coverage = Math.max(0, over.coverage + under.coverage - 1)
  return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }), coverage }
}

/** Why so few samples carry no such quantile. */
export function refusalOf(p: number, n: number): string | undefined {
  if (p === 0.9) return refusePercentile('p90', n)
  if (p === 0.95) return refusePercentile('p95', n)
  if (p === 0.99) return refusePercentile('p99', n)
  return n === 0 ? 'no samples' : undefined
}

function noRatioInterval(...sides: readonly BudgetSubject[]): string {
  return sides.some(hasNoInstances) ? NO_INSTANCES : 'too few samples for an interval'
}

/** Of a silent function no number of warm samples gives an interval. */
const NO_INSTANCES =
  'the function reports no instance, and warm waits of one are not independent, so they have no interval'

function hasNoInstances({ waits, independent, clusters }: BudgetSubject): boolean {
  return clusters === 'instances' && independent.length === 0 && waits.length > 0
}

function noInterval({ p }: Operand, subject: BudgetSubject): string {
  const { independent, clusters } = subject
  if (hasNoInstances(subject)) return NO_INSTANCES
  if (clusters && p !== 0.5)
    return clusters === 'instances'
      ? 'warm samples of one instance are not independent, so a warm tail has no interval'
      : 'cold starts of one burst are not independent, so a tail of bursts has no interval'
  if (clusters) return `needs ${CLUSTERS_NEEDED} ${clusters}, has ${independent.length}`
  return `needs 6 samples, has ${independent.length}`
}
