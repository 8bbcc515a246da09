import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { signedRank } from '../../src/stats/signed-rank.ts'
import { sortSamples } from '../../src/stats/sorted-samples.ts'
import { studentQuantile } from '../../src/stats/student-distribution.ts'
import { expectClose } from '../vectors/read-vectors.ts'

interface PairedVectors {
  signedRank: {
    name: string
    differences: number[]
    v: number
    p: number
    estimate: number
    method: string
    lower?: number
    upper?: number
    coverage?: number
  }[]
  studentQuantile: [number, number, number][]
}

const vectors: PairedVectors = JSON.parse(
  readFileSync(new URL('../vectors/paired.json', import.meta.url), 'utf8'),
)

describe('signedRank agrees with SciPy and with the intervals of R', () => {
  it.each(vectors.signedRank)('$name', ({ differences, v, p, estimate, method, lower, upper, coverage }) => {
    const found = signedRank(sortSamples(differences))
    expect(found.v).toBe(v)
    expect(found.method).toBe(method)
    expectClose(found.p, p)
    expect(Math.abs(found.estimate - estimate)).toBeLessThan(1e-12)
    if (lower === undefined || upper === undefined || coverage === undefined) return
    expect(Math.abs((found.lower ?? Number.NaN) - lower)).toBeLessThan(1e-12)
    expect(Math.abs((found.upper ?? Number.NaN) - upper)).toBeLessThan(1e-12)
    expectClose(found.coverage, coverage)
  })

  it('gives no interval below six, where 95 % is not attainable', () => {
    expect(signedRank(sortSamples([1, 2, 3, 4, 5]))).not.toHaveProperty('lower')
    expect(signedRank(sortSamples([1, 2, 3, 4, 5, 6]))).toMatchObject({ lower: 1, upper: 6, p: 0.03125 })
  })

  it('is certain of nothing where all differences are zero, and refuses an empty set', () => {
    expect(signedRank(sortSamples([0, 0, 0]))).toMatchObject({ n: 0, p: 1, estimate: 0 })
    expect(() => signedRank(sortSamples([]))).toThrow(/signed-rank test/)
  })

  it('takes 100,000 pairs, without making their averages', () => {
    const differences = Array.from({ length: 100_000 }, (_, index) => Math.sin(index) + 0.1)
    const { estimate, lower = 1, upper = 0 } = signedRank(sortSamples(differences))
    expect(lower).toBeLessThan(estimate)
    expect(upper).toBeGreaterThan(estimate)
    expect(estimate).toBeCloseTo(0.1, 2)
  })
})

describe('studentQuantile agrees with SciPy', () => {
  it.each(vectors.studentQuantile)('p = %d, df = %d', (p, df, expected) => {
    expectClose(studentQuantile(p, df), expected)
  })
})
