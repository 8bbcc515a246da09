import { expect, test } from 'vitest'
import { basisOf, timeOf } from '../../src/why/time-of-timings.ts'
import { ASKING, timings, WORKING } from './support/waiting-bodies.ts'

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

test('a body that asks the clock has all of its time; one that works has none of the others’', () => {
  expect(ASKING.map((body) => timeOf(body, basisOf(ASKING)))).toEqual([100, 12])
  const worked = WORKING.map((body) => timeOf(body, basisOf(WORKING)))
  expect(worked.map((ms) => Math.round(ms * 10) / 10)).toEqual([35.1, 4])
})

test('bodies are taken together: one that works is not mistaken because its starts took equally long by chance', () => {
  const chance = timings([30, 20], [30, 12], [30.1, 18])
  expect(timeOf(chance, basisOf([...WORKING, chance]))).toBe(10)
})

test('fewer than five starts do not tell: whichever two of them are taken, bodies are shown without what they waited for', () => {
  const starts = [0, 1, 2, 3, 4, 5, 6]
  for (const one of starts)
    for (const other of starts.slice(one + 1)) {
      const pair = ASKING.map((body) => [body[one], body[other]])
      expect(basisOf(pair)).toBe('processor')
    }
  expect(basisOf(ASKING.map((body) => body.slice(0, 5)))).toBe('clock')
})

test('bodies that wait for a network do not decide for the others, though they differ most from start to start', () => {
  const asleep = timings([950, 3], [420, 0], [2100, 6], [610, 2], [480, 1], [1300, 4], [530, 5])
  expect(basisOf([...ASKING, asleep])).toBe('clock')
  expect(basisOf([...WORKING, asleep])).toBe('processor')
})
