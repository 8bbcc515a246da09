import type { Distribution } from '../../core/summary.ts'
import { orderStatisticInterval, withoutRanks } from '../order-statistic-interval.ts'
import { median, quantile, refusePercentile } from '../quantile.ts'
import type { SortedSamples } from '../sorted-samples.ts'

/** Below this many independent values no two order statistics cover the median with 95 %. */
export const MEDIAN_INTERVAL_NEEDS = 6

/**
 * Quantiles of independent samples with their order-statistic intervals; what n does not carry is left
 * out and named in `refused`.
 * @param samples in ms
 */
export function summariseDistribution(samples: SortedSamples): Distribution {
  const n = samples.length
  if (n === 0) return { n, refused: { p50Ms: 'no samples' } }
  const refused: Record<string, string> = {}
  const distribution: Distribution = {
    n,
    minMs: samples[0] as number,
    p50Ms: median(samples),
    maxMs: samples[n - 1] as number,
  }
  const interval = withoutRanks(orderStatisticInterval(samples, 0.5))
  if (n >= MEDIAN_INTERVAL_NEEDS) distribution.p50Interval = interval
  else refused.p50Interval = `needs ${MEDIAN_INTERVAL_NEEDS} samples, has ${n}`
  for (const [name, p] of [
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const refusal = refusePercentile(name, n)
    if (refusal) refused[`${name}Ms`] = refusal
    else {
      distribution[`${name}Ms`] = quantile(samples, p)
      distribution[`${name}Interval`] = withoutRanks(orderStatisticInterval(samples, p))
    }
  }
  return Object.keys(refused).length > 0 ? { ...distribution, refused } : distribution
}
