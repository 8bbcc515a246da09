import type { Distribution } from '../../core/summary.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { type SortedSamples, sortInPlace } from '../sorted-samples.ts'
import { MEDIAN_INTERVAL_NEEDS, summariseDistribution } from './distribution.ts'

/** Fewer clusters carry no interval and no comparison. */
export const CLUSTERS_NEEDED = MEDIAN_INTERVAL_NEEDS

/**
 * One median a cluster (an instance, a burst), ms. Rows whose cluster or wait is NaN are left out.
 * Row numbers are sorted by cluster and wait, so that each cluster's median lies in the middle of its rows.
 */
export function mediansByCluster(
  rows: Uint32Array,
  clusterAt: (row: number) => number,
  waitAt: (row: number) => number,
): SortedSamples {
  const order = rows.filter((row) => !Number.isNaN(clusterAt(row)) && !Number.isNaN(waitAt(row)))
  order.sort((a, b) => clusterAt(a) - clusterAt(b) || waitAt(a) - waitAt(b))
  const medians = new Float64Array(order.length)
  let found = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    const of = clusterAt(order[start] as number)
    while (end < order.length && clusterAt(order[end] as number) === of) end++
    const middle = (start + end - 1) / 2
    const [low, high] = [order[Math.floor(middle)] as number, order[Math.ceil(middle)] as number]
    medians[found++] = (waitAt(low) + waitAt(high)) / 2
    start = end
  }
  return sortInPlace(medians.slice(0, found))
}

/** What the samples of a clustered set share, in words. */
export interface ClusterNames {
  /** Where the distribution counts them. */
  readonly count: 'instances' | 'bursts'
  /** What the samples are: "warm samples of one instance". */
  readonly samples: string
}

/**
 * Quantiles over all samples; the median's interval over clusters, because samples of one are correlated:
 * order statistics of the clusters' medians. Below 6 clusters no interval; tails have none at all.
 */
export function summariseClustered(
  waits: SortedSamples,
  medians: SortedSamples,
  names: ClusterNames,
): Distribution {
  const { p50Interval, p95Interval, p99Interval, refused, ...distribution } = summariseDistribution(waits)
  if (waits.length === 0) return { ...distribution, refused: refused ?? {} }
  const reasons = { ...refused }
  if (p95Interval) reasons.p95Interval = `${names.samples} are not independent`
  if (p99Interval) reasons.p99Interval = `${names.samples} are not independent`
  const interval = withoutRanks(orderStatisticInterval(medians, 0.5))
  const bounded = interval.lower !== undefined && interval.upper !== undefined
  if (bounded) delete reasons.p50Interval
  else
    reasons.p50Interval = `needs ${CLUSTERS_NEEDED} ${names.count}, has ${medians.length === 0 ? 'none that said who it was' : medians.length}`
  return {
    ...distribution,
    ...(bounded ? { p50Interval: interval } : {}),
    ...(medians.length > 0 ? { [names.count]: medians.length } : {}),
    ...(Object.keys(reasons).length > 0 ? { refused: reasons } : {}),
  }
}
