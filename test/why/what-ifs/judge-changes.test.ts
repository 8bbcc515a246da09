import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/core/random.ts'
import { judgePairs } from '../../../src/why/what-ifs/judge-changes.ts'

/** Waits of 20 rounds around 300 ms that move together by round, with and without a change. */
function pairsOf(random: () => number, savesMs: number) {
  const noise = () => Math.exp(0.1 * (random() + random() + random() + random() - 2) * 1.73)
  return Array.from({ length: 20 }, () => {
    const roundMs = 300 * noise()
    return { a: (roundMs - savesMs) * noise(), b: roundMs * noise() }
  })
}

test('a change that saves much is found, with an interval around what it saves', () => {
  const found = judgePairs(new Map([['bundle', pairsOf(seededRandom(7), 90)]])).get('bundle')
  expect(found?.verdict).toBe('faster')
  expect(found?.differenceInterval?.lower).toBeLessThan(-90)
  expect(found?.differenceInterval?.upper).toBeGreaterThan(-90)
})

test('of changes that save nothing, in 200 simulated runs at most 5 % are reported as saving', () => {
  const random = seededRandom(20_261_128)
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const runs = Array.from({ length: 200 }, () =>
    [...judgePairs(new Map(names.map((name) => [name, pairsOf(random, 0)]))).values()].filter(
      ({ verdict }) => verdict === 'faster',
    ),
  )
  expect(runs.filter((saving) => saving.length > 0).length / runs.length).toBeLessThanOrEqual(0.05)
})

test('below six rounds there is no interval, and nothing is shown', () => {
  const pairs = pairsOf(seededRandom(1), 200).slice(0, 5)
  const found = judgePairs(new Map([['bundle', pairs]])).get('bundle')
  expect([found?.n, found?.verdict, found?.differenceInterval]).toEqual([5, 'not-shown', undefined])
})
