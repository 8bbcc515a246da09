import { describe, expect, it } from 'vitest'
import { normalQuantile, normalUpperTail } from '../../src/stats/normal-distribution.ts'
import { normalInterval } from '../../src/stats/normal-interval.ts'
import { outlierBounds } from '../../src/stats/outliers.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { decideStopping, describeStopping } from '../../src/stats/sequential-stopping.ts'
import { assertSorted, sortSamples } from '../../src/stats/sorted-samples.ts'
import { coldSample, runFileOf, waitsOf } from '../support/run-file.ts'

describe('decideStopping', () => {
  const rule = { within: 0.1, atMost: 50 }

  it('goes on below ten samples however equal they are', () => {
    expect(decideStopping(sortSamples(new Array(9).fill(100)), rule).stop).toBe(false)
    expect(decideStopping(sortSamples(new Array(10).fill(100)), rule)).toMatchObject({
      stop: true,
      because: 'precise',
    })
  })

  it('goes on while a bound is further than allowed, and stops at the maximum', () => {
    const wide = (n: number) => sortSamples(Array.from({ length: n }, (_, index) => 10 + index * 40))
    expect(decideStopping(wide(20), rule).stop).toBe(false)
    expect(decideStopping(wide(50), rule)).toMatchObject({ stop: true, because: 'maximum' })
    expect(decideStopping(sortSamples([]), rule)).toEqual({ stop: false })
  })

  it('names its rule', () => {
    expect(describeStopping(rule)).toBe(
      "sampling stopped when the median's 95 % interval was within ± 10 %, after 10 to 50 samples",
    )
  })
})

describe('outliers', () => {
  it('are flagged in the result and dropped from nothing', () => {
    const samples = [...waitsOf(20), 5000].map((wait) => coldSample('a', wait))
    const found = computeResult(runFileOf(samples))
    expect(
      found.samples.filter(({ flags }) => flags?.includes('outlier')).map(({ phases }) => phases.waitMs),
    ).toEqual([5000])
    expect(found.summaries[0]?.cold[0]?.wait).toMatchObject({ n: 21, maxMs: 5000 })
    expect(samples.some(({ flags }) => flags)).toBe(false)
  })

  it('have no bounds where more than half of the samples are equal, or one is zero', () => {
    expect(outlierBounds(sortSamples([5, 5, 5, 9]))).toBeUndefined()
    expect(outlierBounds(sortSamples([0, 1, 2]))).toBeUndefined()
    expect(outlierBounds(sortSamples([]))).toBeUndefined()
  })
})

describe('the normal distribution', () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.9999, 3.719016485455709],
    [1e-12, -7.034483825301131],
  ])('has its %d quantile at %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12)
    expect(normalUpperTail(-z) / p).toBeCloseTo(1, 10)
  })

  it('gives an interval of the mean, and none of a single sample', () => {
    expect(normalInterval([1, 2, 3, 4])).toEqual({
      lower: expect.closeTo(1.2348, 4),
      upper: expect.closeTo(3.7652, 4),
      coverage: 0.95,
    })
    expect(normalInterval([5])).toBeUndefined()
  })
})

it('an array out of order cannot be asserted sorted', () => {
  expect(() => assertSorted([1, 3, 2])).toThrow(expect.objectContaining({ code: 'not-sorted' }))
  expect(assertSorted([1, 2, 2])).toHaveLength(3)
})
