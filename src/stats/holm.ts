import { ColdstartError } from '../core/errors.ts'

/**
 * Holm's step-down adjustment of p-values for the number of tests; controls the family-wise error
 * without assuming independence.
 * Source: Holm, Scandinavian Journal of Statistics 6 (1979).
 * @returns adjusted p-values in the order given
 * @throws ColdstartError `bad-probability`
 */
export function adjustByHolm(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1))
  if (wrong !== undefined) throw new ColdstartError('bad-probability', { value: wrong })
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0))
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] as number)))
    adjusted[index] = largest
  }
  return adjusted
}
