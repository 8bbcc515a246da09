import { expect, test } from 'vitest'
import { measureOf, timeOf } from '../../src/why/time-of-timings.ts'

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

// Node 20, seven traced starts at a load of 12: bodies of 100 and 12 ms.
const ASKING = [
  timings(
    [101.4, 71.3],
    [100, 70.1],
    [103.7, 40.6],
    [101.5, 53.7],
    [100, 65.8],
    [101.7, 65.9],
    [100.4, 67.2],
  ),
  timings([16.1, 12.9], [20.1, 18.1], [12, 8.2], [13.1, 8.3], [12, 7.5], [12.7, 10.3], [23.2, 21.2]),
]
const WORKING = [
  timings([197.3, 148.9], [102, 65], [300.3, 251.3], [137, 101.9], [106.3, 70.8], [193, 152], [140.2, 94.3]),
  timings([22.5, 16.7], [19.9, 14.1], [59.4, 54.8], [11.8, 5.6], [7.3, 3.3], [43, 36.7], [13.8, 7.9]),
]

test('bodies that ask the clock whether they are over have all of their time, those that work none of others’', () => {
  expect(ASKING.map((body) => timeOf(body, measureOf(ASKING)))).toEqual([100, 12])
  const worked = WORKING.map((body) => timeOf(body, measureOf(WORKING)))
  expect(worked.map((ms) => Math.round(ms * 10) / 10)).toEqual([35.1, 4])
})

test('bodies are taken together: one that works is not mistaken because its starts took equally long by chance', () => {
  const chance = timings([30, 20], [30, 12], [30.1, 18])
  expect(timeOf(chance, measureOf([...WORKING, chance]))).toBe(10)
})
