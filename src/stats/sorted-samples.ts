import { ColdstartError } from '../core/errors.ts'

declare const ascending: unique symbol

/**
 * Finite numbers in ascending order. Only `sortSamples` and `assertSorted` make one, so an order
 * statistic of unsorted data is a type error; from JavaScript each statistic refuses it at run time.
 */
export type SortedSamples = (Float64Array | readonly number[]) & { readonly [ascending]: true }

/**
 * Sorts a copy of `values`; nothing is dropped or trimmed.
 * @throws ColdstartError `not-a-number` for NaN and infinities, which are refused and never sorted
 */
export function sortSamples(values: ArrayLike<number>): SortedSamples {
  const copy = Float64Array.from(values)
  assertFinite(copy)
  return copy.sort() as Float64Array & SortedSamples
}

/**
 * Takes an array that is already in order, without a copy (columns of a large run file).
 * @throws ColdstartError `not-a-number`, `not-sorted`
 */
export function assertSorted(values: Float64Array | readonly number[]): SortedSamples {
  assertFinite(values)
  for (let index = 1; index < values.length; index++)
    if ((values[index] as number) < (values[index - 1] as number))
      throw new ColdstartError('not-sorted', { index })
  return values as typeof values & SortedSamples
}

/** Sorts the array itself; for a buffer that its owner gives away.
 * @throws ColdstartError `not-a-number`
 */
export function sortInPlace(values: Float64Array): SortedSamples {
  assertFinite(values)
  // A plain array, which JavaScript may give, would be sorted as texts.
  const sorted = Array.isArray(values) ? values.sort((a, b) => a - b) : values.sort()
  return sorted as Float64Array & SortedSamples
}

/** @throws ColdstartError `not-a-number` for NaN, infinities and what is no number */
export function assertFinite(values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (!Number.isFinite(value)) throw new ColdstartError('not-a-number', { index, value })
  }
}
