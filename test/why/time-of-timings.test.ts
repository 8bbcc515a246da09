import { expect, test } from 'vitest'
import { timeOf } from '../../src/why/time-of-timings.ts'

const timings = (...pairs: readonly (readonly [ms: number, waitedMs: number])[]) =>
  pairs.map(([ms, waitedMs]) => ({ ms, waitedMs }))

test('what computes takes no longer for having been without a processor, in every start or in one', () => {
  expect(timeOf(timings([25, 15], [41, 31], [32, 21.9], [10.1, 0]))).toBe(10)
  // By the clock the first would take three times as long as the second; both take the same.
  expect(timeOf(timings([12, 7], [15, 7.9], [14, 6.5]))).toBe(5)
  expect(timeOf(timings([5, 0], [18, 10], [6, 0.5]))).toBe(5)
})

test('what sleeps has all of it, and not what it waited for a processor when it woke', () => {
  expect(timeOf(timings([53, 3], [50.5, 0], [61, 11]))).toBe(50)
})

test('a system that does not tell leaves the clock', () => {
  expect(timeOf(timings([9, 0], [7, 0], [8, 0]))).toBe(7)
})

test('what fewer than half of the traces have takes nothing', () => {
  expect(timeOf([{ ms: 3, waitedMs: 0 }, undefined, undefined])).toBe(0)
  expect(timeOf([])).toBe(0)
})
