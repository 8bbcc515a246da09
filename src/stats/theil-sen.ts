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
const MOST_POINTS = 400

/**
 * Theil–Sen slope: the median of the slopes of all pairs of points, with Sen's interval from the normal approximation of
 * Kendall's statistic. Robust: a quarter of the points may lie anywhere. Assumes independent points around one line.
 * Source: Sen 1968, Journal of the American Statistical Association 63; Hollander, Wolfe & Chicken, 9.3.
 * @param points x and y; of more than 400, every so manyth
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
  const found: number[] = []
  for (const [k, [x1, y1]] of taken.entries())
    for (const [x2, y2] of taken.slice(0, k)) if (x1 !== x2) found.push((y1 - y2) / (x1 - x2))
  if (found.length === 0) return undefined
  const slopes = sortSamples(found)
  const reach = normalQuantile(1 - (1 - confidence) / 2) * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const lower = Math.max(0, Math.floor((slopes.length - reach) / 2))
  const upper = Math.min(slopes.length - 1, Math.ceil((slopes.length + reach) / 2))
  return { slope: median(slopes), lower: slopes[lower] as number, upper: slopes[upper] as number }
}
