import { normalQuantile } from './normal-distribution.ts'
import { median } from './quantile.ts'
import { sortSamples } from './sorted-samples.ts'

/** A slope per unit of x, with its interval. */
export interface Slope {
  readonly slope: number
  readonly lower: number
  readonly upper: number
}

/** Below this the normal approximation of Kendall's statistic is not good enough for an interval. */
const LEAST_POINTS = 10
/** Pairs grow with the square; of more points so many, evenly spaced, are taken. */
export const MOST_POINTS = 200

/**
 * Theil–Sen slope: the median of the slopes of all pairs of points, with Sen's interval from the normal approximation of
 * Kendall's statistic. Robust: a quarter of the points may lie anywhere. Assumes independent points around one line.
 * Source: Sen 1968, Journal of the American Statistical Association 63; Hollander, Wolfe & Chicken, 9.3.
 * @param points x and y; of more than 200, every so manyth
 * @returns undefined for fewer than 10 points, or where all x are equal
 */
export function theilSen(
  points: readonly (readonly [x: number, y: number])[],
  confidence = 0.95,
): Slope | undefined {
  const step = Math.ceil(points.length / MOST_POINTS)
  const taken = points.filter((_, index) => index % step === 0)
  const n = taken.length
  if (n < LEAST_POINTS) return undefined
  const [xs, ys] = [Float64Array.from(taken, ([x]) => x), Float64Array.from(taken, ([, y]) => y)]
  const found = new Float64Array((n * (n - 1)) / 2)
  let count = 0
  for (let k = 1; k < n; k++)
    for (let j = 0; j < k; j++) {
      const run = (xs[k] as number) - (xs[j] as number)
      if (run !== 0) found[count++] = ((ys[k] as number) - (ys[j] as number)) / run
    }
  if (count === 0) return undefined
  const slopes = sortSamples(found.subarray(0, count))
  const reach = normalQuantile(1 - (1 - confidence) / 2) * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const lower = Math.max(0, Math.floor((slopes.length - reach) / 2))
  const upper = Math.min(slopes.length - 1, Math.ceil((slopes.length + reach) / 2))
  return { slope: median(slopes), lower: slopes[lower] as number, upper: slopes[upper] as number }
}
