import { medianAbsoluteDeviation } from './location-and-spread.ts'
import { mapValues } from './map-values.ts'
import { median } from './quantile.ts'
import { assertSorted, type SortedSamples, sortInPlace } from './sorted-samples.ts'

/** MAD × this estimates the standard deviation of a normal. */
export const MAD_TO_SD = 1.4826
/** Flagged beyond this many robust standard deviations. */
export const OUTLIER_SD = 5

/**
 * Bounds beyond which a latency is flagged (never dropped): median ± 5 · 1.4826 · MAD of the logarithms.
 * Assumes one roughly log-normal population, so temperatures and ways of getting cold are looked at apart.
 * Source: Leys et al., Journal of Experimental Social Psychology 49 (2013), on the log scale.
 * @returns bounds in the unit of the samples; undefined where more than half are equal or one is not positive
 */
export function outlierBounds(samples: SortedSamples): { lower: number; upper: number } | undefined {
  assertSorted(samples)
  if (samples.length === 0 || (samples[0] as number) <= 0) return undefined
  const logs = sortInPlace(mapValues(samples, Math.log))
  const reach = OUTLIER_SD * MAD_TO_SD * medianAbsoluteDeviation(logs)
  if (reach === 0) return undefined
  const center = median(logs)
  return { lower: Math.exp(center - reach), upper: Math.exp(center + reach) }
}
