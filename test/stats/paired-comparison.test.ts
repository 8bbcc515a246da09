import { describe, expect, it } from 'vitest'
import { comparePaired, pairByRound } from '../../src/stats/paired-comparison.ts'
import { coldSample } from '../support/run-file.ts'

describe('comparePaired', () => {
  it('reads the difference of rounds as a ratio, whatever moved each round', () => {
    const pairs = [1, 3, 0.5, 8, 2, 1.5, 4].map((mood, index) => ({
      a: 120 * mood * (1 + index / 1000),
      b: 100 * mood,
    }))
    const { n, ratio, ratioInterval, p } = comparePaired(pairs)
    expect(n).toBe(7)
    expect(ratio).toBeCloseTo(1.2036, 3)
    expect(ratioInterval?.lower).toBeCloseTo(1.2, 2)
    expect(p).toBeCloseTo(0.015625)
  })

  it('has no figure of no pairs, and no interval of five', () => {
    expect(comparePaired([])).toEqual({ n: 0 })
    expect(comparePaired([1, 2, 3, 4, 5].map((a) => ({ a, b: 1 })))).not.toHaveProperty('ratioInterval')
  })

  it('refuses a wait of zero', () => {
    expect(() => comparePaired([{ a: 0, b: 1 }])).toThrow(/not a measurement/)
  })
})

describe('pairByRound', () => {
  it('pairs what was cold in the same round, and counts the rounds that lack one', () => {
    const a = [1, 2, 3].map((round) => coldSample('a', 100 + round, { round }))
    const b = [
      coldSample('b', 201, { round: 1 }),
      coldSample('b', 5, { round: 2, observed: 'warm' }),
      coldSample('b', 9, { round: 3, error: { kind: 'timeout', message: 'no reply' } }),
    ]
    expect(pairByRound(a, b)).toEqual({ pairs: [{ a: 101, b: 201 }], unpaired: 2 })
  })

  it('takes the median of a side with replicas', () => {
    const a = [100, 300].map((wait, index) => coldSample(`a#${index + 1}`, wait, { round: 1 }))
    expect(pairByRound(a, [coldSample('b', 50, { round: 1 })]).pairs).toEqual([{ a: 200, b: 50 }])
  })
})
