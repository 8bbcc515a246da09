import { ColdstartError } from '../core/errors.ts'
import { mapValues } from './map-values.ts'
import { median } from './quantile.ts'
import { assertFinite, type SortedSamples, sortInPlace } from './sorted-samples.ts'

/** Arithmetic mean, summed with Neumaier's compensation so that a long tail does not swallow small terms.
 * @throws ColdstartError `no-samples`, `not-a-number`
 */
export function mean(samples: ArrayLike<number>): number {
  if (samples.length === 0) throw new ColdstartError('no-samples', { statistic: 'mean' })
  assertFinite(samples)
  return sumOf(samples, (value) => value) / samples.length
}

/**
 * Sample standard deviation (divisor n − 1), in two passes.
 * @returns undefined for a single sample, which has no spread
 * @throws ColdstartError `no-samples`, `not-a-number`
 */
export function standardDeviation(samples: ArrayLike<number>): number | undefined {
  const center = mean(samples)
  if (samples.length < 2) return undefined
  return Math.sqrt(sumOf(samples, (value) => (value - center) ** 2) / (samples.length - 1))
}

/**
 * Median absolute deviation from the median, unscaled; multiply by 1.4826 to estimate a normal's SD.
 * @throws ColdstartError `no-samples`
 */
export function medianAbsoluteDeviation(samples: SortedSamples): number {
  const center = median(samples)
  return median(sortInPlace(mapValues(samples, (value) => Math.abs(value - center))))
}

function sumOf(values: ArrayLike<number>, term: (value: number) => number): number {
  let sum = 0
  let lost = 0
  for (let index = 0; index < values.length; index++) {
    const next = term(values[index] as number)
    const total = sum + next
    lost += Math.abs(sum) >= Math.abs(next) ? sum - total + next : next - total + sum
    sum = total
  }
  return sum + lost
}
