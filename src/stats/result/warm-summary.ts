import type { Distribution } from '../../core/result.ts'
import { measuredValues } from '../map-values.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { type SortedSamples, sortInPlace } from '../sorted-samples.ts'
import { summariseDistribution } from './distribution.ts'
import type { SampleKind } from './sample-kind.ts'
import type { SampleTable } from './sample-table.ts'

export interface WarmWaits {
  /** Every warm wait, ms. */
  readonly waits: SortedSamples
  /** One median a known instance, ms; empty where the function is silent about its instance. */
  readonly instanceMedians: SortedSamples
}

/** Intended warm and found warm; the first warm one of an instance is among them. */
export function isWarm(kind: SampleKind): boolean {
  return kind.intended === 'warm' && kind.observed === 'warm' && kind.error === undefined
}

export function collectWarm(table: SampleTable): WarmWaits {
  const rows = table.rowsOf(isWarm)
  const waits = sortInPlace(measuredValues(rows, (row) => table.wait.at(row)))
  return { waits, instanceMedians: mediansByInstance(table, rows) }
}

/**
 * Quantiles over all warm samples; the median's interval over instances, because invocations of one
 * instance are correlated: order statistics of the instances' medians. Fewer than 6 instances, no interval.
 */
export function summariseWarm({ waits, instanceMedians }: WarmWaits): Distribution {
  const { p50Interval, p95Interval, p99Interval, refused, ...distribution } = summariseDistribution(waits)
  if (waits.length === 0) return { ...distribution, refused: refused ?? {} }
  const instances = instanceMedians.length
  const reasons = { ...refused }
  if (p95Interval) reasons.p95Interval = 'warm samples of one instance are not independent'
  if (p99Interval) reasons.p99Interval = 'warm samples of one instance are not independent'
  const interval = withoutRanks(orderStatisticInterval(instanceMedians, 0.5))
  const bounded = interval.lower !== undefined && interval.upper !== undefined
  if (bounded) delete reasons.p50Interval
  else
    reasons.p50Interval = `needs 6 instances, has ${instances === 0 ? 'none that said who it was' : instances}`
  return {
    ...distribution,
    ...(bounded ? { p50Interval: interval } : {}),
    ...(instances > 0 ? { instances } : {}),
    ...(Object.keys(reasons).length > 0 ? { refused: reasons } : {}),
  }
}

/** Sorts row numbers by instance and wait, so that each instance's median lies in the middle of its rows. */
function mediansByInstance({ wait, instance }: SampleTable, rows: Uint32Array): SortedSamples {
  const order = rows.filter((row) => !Number.isNaN(instance.at(row)) && !Number.isNaN(wait.at(row)))
  order.sort((a, b) => instance.at(a) - instance.at(b) || wait.at(a) - wait.at(b))
  const medians = new Float64Array(order.length)
  let found = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    const of = instance.at(order[start] as number)
    while (end < order.length && instance.at(order[end] as number) === of) end++
    const middle = (start + end - 1) / 2
    const [low, high] = [order[Math.floor(middle)] as number, order[Math.ceil(middle)] as number]
    medians[found++] = (wait.at(low) + wait.at(high)) / 2
    start = end
  }
  return sortInPlace(medians.slice(0, found))
}
