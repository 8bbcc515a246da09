import { expect, test } from 'vitest'
import { timeOf } from '../../src/why/time-of-timings.ts'

const timings = (...pairs: readonly (readonly [ms: number, waitedMs: number])[]) =>
  pairs.map(([ms, waitedMs]) => ({ ms, waitedMs }))

test('what computes is not dearer for having been without a processor', () => {
  expect(timeOf(timings([25, 15], [41, 31], [32, 21.9], [10.1, 0]))).toBe(10)
  expect(timeOf(timings([25, 15], [41, 30.9], [32, 21.5]))).toBe(10)
})

test('what ends by the clock takes what the clock says, however long it was without a processor', () => {
  expect(timeOf(timings([50, 31], [50.02, 12], [50.01, 44]))).toBe(50)
  expect(timeOf(timings([2, 0], [2.01, 1.4], [22, 21.5], [2, 0.3]))).toBe(2)
  expect(timeOf(timings([30, 27], [10.1, 8], [25, 21], [41, 33]))).toBe(10.1)
  expect(timeOf(timings([10.2, 9.6], [12, 11.4], [29, 28.3]))).toBe(10.2)
})

test('one trace, or a system that does not tell, leaves the clock', () => {
  expect(timeOf(timings([9, 4]))).toBe(9)
  expect(timeOf(timings([9, 0], [7, 0], [8, 0]))).toBe(7)
})

test('what fewer than half of the traces have takes nothing', () => {
  expect(timeOf([{ ms: 3, waitedMs: 0 }, undefined, undefined])).toBe(0)
  expect(timeOf([])).toBe(0)
})
