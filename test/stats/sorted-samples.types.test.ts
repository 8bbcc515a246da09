import { expectTypeOf, it } from 'vitest'
import { quantile } from '../../src/stats/quantile.ts'
import { type SortedSamples, sortSamples } from '../../src/stats/sorted-samples.ts'

it('makes an unsorted array a type error', () => {
  expectTypeOf<number[]>().not.toExtend<SortedSamples>()
  expectTypeOf<Float64Array>().not.toExtend<SortedSamples>()
  expectTypeOf(sortSamples([2, 1])).toExtend<SortedSamples>()
  // @ts-expect-error a quantile of unsorted samples must not compile
  const wrong = () => quantile([3, 1, 2], 0.5)
  expectTypeOf(wrong).returns.toBeNumber()
})
