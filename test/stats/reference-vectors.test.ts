import { describe, expect, it } from 'vitest'
import { cliffsDelta } from '../../src/stats/cliffs-delta.ts'
import { hodgesLehmannRatio, hodgesLehmannShift } from '../../src/stats/hodges-lehmann.ts'
import { adjustByHolm } from '../../src/stats/holm.ts'
import { kruskalWallis } from '../../src/stats/kruskal-wallis.ts'
import { mean, medianAbsoluteDeviation, standardDeviation } from '../../src/stats/location-and-spread.ts'
import { mannWhitney } from '../../src/stats/mann-whitney.ts'
import { orderStatisticInterval } from '../../src/stats/order-statistic-interval.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { sortSamples } from '../../src/stats/sorted-samples.ts'
import { fitTurnbull, survivalAt } from '../../src/stats/turnbull.ts'
import { expectClose, vectors } from '../vectors/read-vectors.ts'

describe('quantiles, mean and spread equal R', () => {
  it.each(vectors.quantiles)('$name', (reference) => {
    const samples = sortSamples(reference.x)
    for (const [index, p] of reference.p.entries())
      expectClose(quantile(samples, p), reference.type7[index] as number)
    expectClose(mean(samples), reference.mean)
    expectClose(standardDeviation(samples), reference.sd)
    expectClose(medianAbsoluteDeviation(samples), reference.mad)
  })
})

describe('order-statistic intervals equal R', () => {
  it.each(vectors.orderStatisticIntervals)('$name, p = $p', (reference) => {
    const found = orderStatisticInterval(sortSamples(reference.x), reference.p, reference.conf)
    expect(found.lowerRank ?? null).toBe(reference.lowerRank)
    expect(found.upperRank ?? null).toBe(reference.upperRank)
    expectClose(found.lower, reference.lower)
    expectClose(found.upper, reference.upper)
    expectClose(found.coverage, reference.coverage)
  })
})

describe('comparisons equal R', () => {
  it.each(vectors.compare)('$name', (reference) => {
    const [x, y] = [sortSamples(reference.x), sortSamples(reference.y)]
    const test = mannWhitney(x, y)
    expectClose(test.u, reference.U)
    expectClose(test.p, reference.pTwoSided)
    expect(test.method).toBe(reference.method === 'exact' ? 'exact' : 'normal')
    expectClose(cliffsDelta(x, y), reference.cliffsDelta)
    const shift = hodgesLehmannShift(x, y)
    const ratio = hodgesLehmannRatio(x, y)
    expectClose(shift.estimate, reference.hodgesLehmannShift)
    expectClose(ratio.estimate, reference.hodgesLehmannRatio)
    if (!reference.shiftCi95 || !reference.ratioCi95) return
    expectClose(shift.lower, reference.shiftCi95[0])
    expectClose(shift.upper, reference.shiftCi95[1])
    expectClose(ratio.lower, reference.ratioCi95[0])
    expectClose(ratio.upper, reference.ratioCi95[1])
    expectClose(ratio.confidence, reference.ciAchievedConfidence as number)
  })
})

describe('Kruskal–Wallis equals R', () => {
  it.each(vectors.kruskalWallis)('H = $H', (reference) => {
    const found = kruskalWallis(reference.groups.map((group) => sortSamples(group)))
    expectClose(found.h, reference.H)
    expectClose(found.p, reference.p)
    expect(found.df).toBe(reference.df)
  })
})

describe('Holm equals R', () => {
  it.each(vectors.holm)('$p', ({ p, holm }) => {
    for (const [index, found] of adjustByHolm(p).entries()) expectClose(found, holm[index] as number)
  })
})

describe('Turnbull equals R', () => {
  it.each(vectors.turnbull)('%#', ({ aliveAt, goneAt, times, survivalAtTimes }) => {
    const lifetimes = aliveAt.map((alive, index) => {
      const gone = goneAt[index]
      return typeof gone === 'number' ? { aliveAt: alive, goneAt: gone } : { aliveAt: alive }
    })
    const curve = fitTurnbull(lifetimes)
    for (const [index, time] of times.entries())
      expect(Math.abs(survivalAt(curve, time) - (survivalAtTimes[index] as number))).toBeLessThanOrEqual(1e-2)
  })
})

describe('what is not a measurement is refused', () => {
  it.each(vectors.mustRefuse)('$x', ({ x }) => {
    const values = x.map(Number)
    expect(() => quantile(sortSamples(values), 0.5)).toThrow(
      expect.objectContaining({ code: values.length === 0 ? 'no-samples' : 'not-a-number' }),
    )
  })
})
