import { describe, expect, it } from 'vitest'
import { theilSen } from '../../src/stats/theil-sen.ts'

const x = [0, 1, 2, 3.5, 5, 6, 8, 9, 11, 12, 15, 18]
const y = [1.0, 1.3, 0.9, 1.8, 2.2, 9.0, 2.9, 3.1, 3.7, 3.5, 4.9, 5.6]
const points = x.map((at, k) => [at, y[k] as number] as const)

describe('the Theil–Sen slope', () => {
  it('agrees with scipy.stats.theilslopes, one value far out included', () => {
    const found = theilSen(points)
    expect(found?.slope).toBeCloseTo(0.2531372549019608, 12)
    // SciPy rounds the ranks of the bounds to the nearest, we outwards.
    expect(found?.lower).toBeLessThanOrEqual(0.225)
    expect(found?.lower).toBeGreaterThan(0.2)
    expect(found?.upper).toBeGreaterThanOrEqual(0.28571428571428575)
    expect(found?.upper).toBeLessThan(0.4)
  })

  it('is none for fewer than ten points, or where all are at one place', () => {
    expect(theilSen(points.slice(0, 9))).toBeUndefined()
    expect(theilSen(y.map((value) => [1, value] as const))).toBeUndefined()
  })

  it('takes every so manyth of very many points', () => {
    const many = Array.from({ length: 10_000 }, (_, k) => [k, 2 * k + (k % 7)] as const)
    expect(theilSen(many)?.slope).toBeCloseTo(2, 2)
  })
})
