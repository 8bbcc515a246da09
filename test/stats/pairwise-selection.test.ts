import { expect, it } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { difference, middlePairs, quotient, selectPair } from '../../src/stats/pairwise-selection.ts'
import { sortSamples } from '../../src/stats/sorted-samples.ts'

/** Positive values; rounded ones are tied in many pairs. */
function values(n: number, seed: number, isRounded: boolean) {
  const random = seededRandom(seed)
  return sortSamples(
    Array.from({ length: n }, () => (isRounded ? 1 + Math.floor(random() * 9) : Math.exp(random()))),
  )
}

it.each([
  ['differences', difference, 90, 70, false],
  ['tied differences', difference, 90, 70, true],
  ['ratios', quotient, 70, 90, false],
  ['tied ratios', quotient, 61, 33, true],
  ['differences of one with many', difference, 1, 80, false],
] as const)('every pair is found at its place among all of them: %s', (_, operation, m, n, isRounded) => {
  const [x, y] = [values(m, 1, isRounded), values(n, 2, isRounded)]
  const all = sortSamples([...x].flatMap((one) => [...y].map((other) => operation(one, other))))
  for (let k = 1; k <= all.length; k += 7) expect(selectPair(x, y, operation, k)).toBe(all[k - 1])
  expect(selectPair(x, y, operation, all.length)).toBe(all.at(-1))
  const middle = [Math.ceil(all.length / 2), Math.floor(all.length / 2) + 1]
  expect(middlePairs(x, y, operation)).toEqual(middle.map((k) => all[k - 1]))
})
