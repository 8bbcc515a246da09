import type { Interval } from '../core/summary.ts'
import { mean, standardDeviation } from './location-and-spread.ts'
import { normalQuantile } from './normal-distribution.ts'

/**
 * Interval of the mean, mean ± z · s/√n. Assumes a mean that is near to normal, which skewed latencies
 * reach only at large n: for tools that want a mean; nothing coldstart prints rests on it.
 * @returns undefined below two samples
 * @throws ColdstartError `no-samples`
 */
export function normalInterval(samples: ArrayLike<number>, confidence = 0.95): Interval | undefined {
  const center = mean(samples)
  const sd = standardDeviation(samples)
  if (sd === undefined) return undefined
  const reach = (normalQuantile(1 - (1 - confidence) / 2) * sd) / Math.sqrt(samples.length)
  return { lower: center - reach, upper: center + reach, coverage: confidence }
}
