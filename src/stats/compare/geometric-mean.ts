/**
 * Geometric mean of ratios: exp of the mean logarithm, so that 2 × and ½ × cancel.
 * @returns undefined when a ratio is missing, because a mean over the rest would be of something else
 */
export function geometricMean(ratios: readonly (number | undefined)[]): number | undefined {
  if (ratios.length === 0 || ratios.some((ratio) => ratio === undefined || !(ratio > 0))) return undefined
  return Math.exp(ratios.reduce<number>((sum, ratio) => sum + Math.log(ratio as number), 0) / ratios.length)
}
