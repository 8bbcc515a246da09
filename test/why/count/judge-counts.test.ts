import { expect, test } from 'vitest'
import type { CountedStart } from '../../../src/core/why-report.ts'
import { judgeCounts, parseCountBudget } from '../../../src/why/count/judge-counts.ts'

const counted = (instructions: number[], node = 'v22.0.0'): CountedStart => ({
  n: instructions.length,
  node,
  instructions,
  bytesRead: [1000, 1000, 1000],
  readCalls: [40, 40, 41],
  pageFaults: [9, 9, 9],
})
const judge = (text: string, now: CountedStart, baseline?: CountedStart) =>
  judgeCounts([parseCountBudget(text)], now, baseline)[0]

test.each([
  [[1000, 1001, 1002], 'pass'],
  [[1009, 1010, 1012], 'inconclusive'],
  [[1020, 1021, 1022], 'fail'],
])('counts of %j against 1 % over a baseline of 1000: %s', (now, verdict) => {
  const found = judge('count.instructions < baseline * 1.01', counted(now), counted([1000, 1000, 1000]))
  expect(found).toMatchObject({ verdict, limit: 1010, n: 3 })
})

test('a limit of its own needs no baseline, and every count has a name', () => {
  expect(judge('count.bytes <= 1_000', counted([1]))?.verdict).toBe('pass')
  expect(judge('count.reads < 40', counted([1]))?.verdict).toBe('fail')
  expect(judge('count.faults < 10', counted([1]))?.verdict).toBe('pass')
})

test('a baseline of another Node is refused, and so is none', () => {
  const budget = 'count.instructions < baseline'
  expect(() => judge(budget, counted([1]), counted([1], 'v20.0.0'))).toThrow('within one build only')
  expect(() => judge(budget, counted([1]))).toThrow('refers to a baseline')
})

test('without valgrind there is no verdict on instructions, and the reason is said', () => {
  const { instructions: _, ...rest } = counted([1])
  const found = judge('count.instructions < 5', { ...rest, noInstructions: 'valgrind is not installed' })
  expect(found).toMatchObject({ verdict: 'inconclusive', reason: 'valgrind is not installed' })
})

test.each(['count.time < 3', 'count.instructions > 3', 'cold.p50 < 3ms', 'count.bytes < soon'])(
  '%s is refused',
  (text) => {
    expect(() => parseCountBudget(text)).toThrow('The budget cannot be read')
  },
)
