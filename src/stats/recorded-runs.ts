import { PRACTICAL_THRESHOLD } from './compare-samples.ts'
import { mean, standardDeviation } from './location-and-spread.ts'
import { studentQuantile } from './student-distribution.ts'

/** With fewer recorded runs nothing is known of how far runs of equal code differ. */
export const RUNS_NEEDED = 3

/** Where the median of one more run of the same code is expected. */
export type RunsPrediction =
  | {
      readonly supported: true
      /** Recorded runs. */
      readonly runs: number
      /** Where the median of one more run of equal code lies in 95 of 100 cases, ms. */
      readonly lowerMs: number
      readonly upperMs: number
      /** Geometric mean of the recorded medians, ms. */
      readonly centerMs: number
      readonly confidence: number
    }
  | { readonly supported: false; readonly reason: string }

/**
 * Prediction interval for the median of one more run from those of k recorded runs of the same code:
 * mean ± t(k − 1) · s · √(1 + 1/k) of the log medians. It holds the spread between runs, which one run
 * cannot show. Assumes that log medians of runs are roughly normal and independent.
 * Source: Hahn & Meeker, Statistical Intervals, 4.7.
 * @param mediansMs one a run, ms, all above zero
 * @throws ColdstartError `bad-probability`
 */
export function predictFromRuns(mediansMs: readonly number[], confidence = 0.95): RunsPrediction {
  const runs = mediansMs.length
  if (runs < RUNS_NEEDED)
    return {
      supported: false,
      reason: `needs ${RUNS_NEEDED} recorded runs to know how far runs of equal code differ, has ${runs}: record ${RUNS_NEEDED - runs} more`,
    }
  const wrong = mediansMs.find((value) => !(value > 0 && Number.isFinite(value)))
  if (wrong !== undefined) return { supported: false, reason: `a median of ${wrong} ms has no logarithm` }
  const logs = mediansMs.map(Math.log)
  const center = mean(logs)
  const sd = standardDeviation(logs) ?? 0
  const reach = studentQuantile(1 - (1 - confidence) / 2, runs - 1) * sd * Math.sqrt(1 + 1 / runs)
  return {
    supported: true,
    runs,
    lowerMs: Math.exp(center - reach),
    upperMs: Math.exp(center + reach),
    centerMs: Math.exp(center),
    confidence,
  }
}

/**
 * Whether a new run's median is something the recorded code has not done before, and by more than matters.
 * @param threshold share below which a distance from the recorded runs' centre is none in practice; 0.05 is 5 %
 */
export function judgeAgainstRuns(
  medianMs: number,
  { lowerMs, upperMs, centerMs }: RunsPrediction & { readonly supported: true },
  threshold = PRACTICAL_THRESHOLD,
): 'slower' | 'faster' | 'as-before' {
  if (medianMs > upperMs && medianMs > centerMs * (1 + threshold)) return 'slower'
  return medianMs < lowerMs && medianMs < centerMs / (1 + threshold) ? 'faster' : 'as-before'
}
