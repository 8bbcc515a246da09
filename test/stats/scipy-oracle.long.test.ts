import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { binomialDistribution } from '../../src/stats/binomial-distribution.ts'
import { chiSquaredUpperTail } from '../../src/stats/gamma-function.ts'
import { hodgesLehmannShift } from '../../src/stats/hodges-lehmann.ts'
import { kruskalWallis } from '../../src/stats/kruskal-wallis.ts'
import { mannWhitney } from '../../src/stats/mann-whitney.ts'
import { normalUpperTail } from '../../src/stats/normal-distribution.ts'
import { sortSamples } from '../../src/stats/sorted-samples.ts'
import { expectClose } from '../vectors/read-vectors.ts'

interface Reference {
  mannWhitney: { x: number[]; y: number[]; u: number; p: number; shift: number }[]
  orderStatistics: { n: number; p: number; confidence: number; lower: number; upper: number }[]
  kruskalWallis: { groups: number[][]; h: number; p: number }[]
  normalTail: [number, number][]
  chiSquaredTail: [number, number, number][]
}

const path = process.env.COLDSTART_SCIPY
const how = path ? '' : ' (set COLDSTART_SCIPY: test/oracles/scipy/generate.py says how)'

describe.skipIf(!path)(`SciPy finds the same${how}`, () => {
  const read = (): Reference => JSON.parse(readFileSync(path ?? '', 'utf8'))

  it('Mann–Whitney and Hodges–Lehmann, with ties and without', () => {
    for (const { x, y, u, p, shift } of read().mannWhitney) {
      const [a, b] = [sortSamples(x), sortSamples(y)]
      expect(mannWhitney(a, b).u).toBe(u)
      expectClose(mannWhitney(a, b).p, p)
      expect(hodgesLehmannShift(a, b).estimate).toBeCloseTo(shift, 9)
    }
  })

  it('ranks of order-statistic intervals, up to a million samples', () => {
    for (const { n, p, confidence, lower, upper } of read().orderStatistics) {
      const binomial = binomialDistribution(n, p)
      const alpha = 1 - confidence
      expect([binomial.quantile(alpha / 2), binomial.quantile(1 - alpha / 2) + 1]).toEqual([lower, upper])
    }
  })

  it('Kruskal–Wallis', () => {
    for (const { groups, h, p } of read().kruskalWallis) {
      const found = kruskalWallis(groups.map((group) => sortSamples(group)))
      expect(found.h).toBeCloseTo(h, 9)
      expectClose(found.p, p)
    }
  })

  it('normal and chi-squared tails', () => {
    for (const [z, tail] of read().normalTail) expectClose(normalUpperTail(z), tail)
    for (const [x, df, tail] of read().chiSquaredTail) expectClose(chiSquaredUpperTail(x, df), tail)
  })
})
