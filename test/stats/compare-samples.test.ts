import { describe, expect, it } from 'vitest'
import { adjustComparisons, compareSamples, judgeComparison, sortSamples } from '../../src/stats/index.ts'
import { waitsOf } from '../support/run-file.ts'

const side = (n: number, factor = 1) => sortSamples(waitsOf(n, factor))

describe('adjustComparisons', () => {
  it('is Holm over those that could be significant; three against three never can', () => {
    const apart = compareSamples(side(6), side(6, 3))
    const alone = adjustComparisons([apart])
    expect(alone).toEqual([apart.p])
    const tiny = compareSamples(side(3), side(3, 3))
    expect(adjustComparisons([tiny, apart, compareSamples(side(0), side(6))])).toEqual([
      undefined,
      apart.p,
      undefined,
    ])
    expect(adjustComparisons([apart, apart])).toEqual([2 * (apart.p ?? 0), 2 * (apart.p ?? 0)])
  })
})

describe('judgeComparison', () => {
  it('needs both significance and a ratio beyond the threshold', () => {
    const apart = compareSamples(side(20), side(20, 1.2))
    expect(judgeComparison(apart, 0.01)).toBe('a-faster')
    expect(judgeComparison(compareSamples(side(20, 1.2), side(20)), 0.01)).toBe('b-faster')
    expect(judgeComparison(apart, 0.05)).toBe('no-difference-shown')
    expect(judgeComparison(apart, 0.01, 0.3)).toBe('no-difference-shown')
    expect(judgeComparison(apart, undefined)).toBe('not-enough-data')
  })

  it('puts the threshold at the same distance on both sides', () => {
    const at = (ratio: number) => judgeComparison({ nA: 20, nB: 20, ratio }, 0.01, 0.05)
    expect([1.051, 1.049, 1 / 1.049, 1 / 1.051].map(at)).toEqual([
      'b-faster',
      'no-difference-shown',
      'no-difference-shown',
      'a-faster',
    ])
  })
})
