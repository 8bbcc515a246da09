import { describe, expect, it } from 'vitest'
import { cliffsDelta } from '../../src/stats/cliffs-delta.ts'
import { hodgesLehmannRatio, hodgesLehmannShift } from '../../src/stats/hodges-lehmann.ts'
import { adjustByHolm } from '../../src/stats/holm.ts'
import { mannWhitney } from '../../src/stats/mann-whitney.ts'
import { orderStatisticInterval } from '../../src/stats/order-statistic-interval.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { type SortedSamples, sortSamples } from '../../src/stats/sorted-samples.ts'
import { fitTurnbull, type Lifetime } from '../../src/stats/turnbull.ts'
import { fc } from '../support/properties.ts'

/** Latencies as clocks give them: often tied (whole ms), sometimes not. */
const latency = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.001, max: 1e6, noNaN: true }))
const latencies = fc.array(latency, { minLength: 1, maxLength: 70 })
const probability = fc.double({ min: 0, max: 1, noNaN: true })

const close = (a: number, b: number) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-9))

describe('for any samples', () => {
  it('their order does not matter', () => {
    fc.assert(
      fc.property(latencies, latencies, fc.infiniteStream(fc.nat()), (x, y, keys) => {
        const shuffledX = x.map((value) => ({ value, key: keys.next().value })).sort((a, b) => a.key - b.key)
        const again = sortSamples(shuffledX.map(({ value }) => value))
        expect(Array.from(again)).toEqual(Array.from(sortSamples(x)))
        expect(hodgesLehmannRatio(again, sortSamples(y))).toEqual(
          hodgesLehmannRatio(sortSamples(x), sortSamples(y)),
        )
      }),
    )
  })

  it('scaling the samples scales quantiles and intervals', () => {
    fc.assert(
      fc.property(latencies, probability, fc.constantFrom(0.5, 2, 8), (x, p, factor) => {
        const plain = orderStatisticInterval(sortSamples(x), p)
        const scaledSamples = sortSamples(x.map((value) => value * factor))
        const scaled = orderStatisticInterval(scaledSamples, p)
        close(quantile(scaledSamples, p), factor * quantile(sortSamples(x), p))
        expect(scaled.lower).toBe(plain.lower === undefined ? undefined : plain.lower * factor)
        expect(scaled.upper).toBe(plain.upper === undefined ? undefined : plain.upper * factor)
      }),
    )
  })

  it('quantiles do not decrease in p and stay within the samples', () => {
    fc.assert(
      fc.property(latencies, probability, probability, (x, p, q) => {
        const samples = sortSamples(x)
        const [low, high] = [quantile(samples, Math.min(p, q)), quantile(samples, Math.max(p, q))]
        expect(low).toBeLessThanOrEqual(high * (1 + 1e-12))
        expect(low).toBeGreaterThanOrEqual(samples[0] as number)
        expect(high).toBeLessThanOrEqual(samples[samples.length - 1] as number)
      }),
    )
  })

  it('a quantile between neighbours that nearly agree stays between them', () => {
    const samples = sortSamples([0.001, ...new Array(3).fill(0.0010000000000000002), 1, 1, 1])
    expect(quantile(samples, 1.1759112202488115e-14)).toBe(0.001)
  })

  it('intervals contain the estimate wherever it is printed, and cover at least 95 %', () => {
    const quantileAndSize = fc.constantFrom([0.5, 1], [0.95, 20], [0.99, 100])
    fc.assert(
      fc.property(
        quantileAndSize,
        fc.array(latency, { minLength: 1, maxLength: 150 }),
        ([p = 0, least = 0], x) => {
          const samples = sortSamples(x)
          const { lower = -Infinity, upper = Infinity, coverage } = orderStatisticInterval(samples, p)
          expect(coverage).toBeGreaterThanOrEqual(0.95 - 1e-12)
          fc.pre(x.length >= least)
          expect(lower).toBeLessThanOrEqual(quantile(samples, p))
          expect(upper).toBeGreaterThanOrEqual(quantile(samples, p))
        },
      ),
    )
  })
})

describe('for any two sides', () => {
  it('swapping them inverts the ratio, negates the shift and keeps p', () => {
    fc.assert(
      fc.property(latencies, latencies, (first, second) => {
        const [x, y] = [sortSamples(first), sortSamples(second)]
        close(hodgesLehmannRatio(x, y).estimate, 1 / hodgesLehmannRatio(y, x).estimate)
        const [lower, upper] = [hodgesLehmannRatio(x, y).lower, hodgesLehmannRatio(y, x).upper]
        expect(lower === undefined).toBe(upper === undefined)
        if (lower !== undefined && upper !== undefined) close(lower, 1 / upper)
        close(hodgesLehmannShift(x, y).estimate, -hodgesLehmannShift(y, x).estimate)
        close(mannWhitney(x, y).p, mannWhitney(y, x).p)
        close(cliffsDelta(x, y), -cliffsDelta(y, x))
        expect(mannWhitney(x, y).u + mannWhitney(y, x).u).toBe(x.length * y.length)
      }),
    )
  })

  it('the selection without products equals the sorted products', () => {
    fc.assert(
      fc.property(latencies, latencies, (first, second) => {
        const [x, y] = [sortSamples(first), sortSamples(second)]
        const median = (values: SortedSamples) => quantile(values, 0.5)
        close(
          hodgesLehmannShift(x, y).estimate,
          median(sortSamples(first.flatMap((a) => second.map((b) => a - b)))),
        )
        const logs = sortSamples(first.flatMap((a) => second.map((b) => Math.log(a / b))))
        // On the ratio's own scale: near 1 its logarithm is finer than a double of the ratio can hold.
        close(hodgesLehmannRatio(x, y).estimate, Math.exp(median(logs)))
      }),
    )
  })

  it('intervals contain the estimate; scaling one side scales the ratio', () => {
    fc.assert(
      fc.property(latencies, latencies, (first, second) => {
        const [x, y] = [sortSamples(first), sortSamples(second)]
        const { estimate, lower = 0, upper = Infinity } = hodgesLehmannRatio(x, y)
        expect(lower).toBeLessThanOrEqual(estimate * (1 + 1e-12))
        expect(upper).toBeGreaterThanOrEqual(estimate * (1 - 1e-12))
        close(hodgesLehmannRatio(sortSamples(first.map((value) => value * 4)), y).estimate, 4 * estimate)
      }),
    )
  })

  it('p lies in [0, 1], and is 1 when all values are equal', () => {
    fc.assert(
      fc.property(latencies, latencies, (x, y) => {
        const { p } = mannWhitney(sortSamples(x), sortSamples(y))
        expect(p).toBeGreaterThanOrEqual(0)
        expect(p).toBeLessThanOrEqual(1)
      }),
    )
    expect(mannWhitney(sortSamples([5, 5]), sortSamples([5, 5, 5])).p).toBe(1)
  })
})

it('Holm never lowers a p-value and keeps their order', () => {
  fc.assert(
    fc.property(fc.array(probability, { minLength: 1 }), (p) => {
      const adjusted = adjustByHolm(p)
      for (const [i, a] of adjusted.entries()) {
        expect(a).toBeGreaterThanOrEqual(p[i] as number)
        for (const [j, b] of adjusted.entries())
          if ((p[i] as number) < (p[j] as number)) expect(a).toBeLessThanOrEqual(b)
      }
    }),
  )
})

const lifetime = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }))
  .map(([aliveAt, more]) => (more === undefined ? { aliveAt } : { aliveAt, goneAt: aliveAt + more }))
const lifetimes = fc.array(lifetime, { minLength: 1, maxLength: 30 })

it('Turnbull puts a mass of 1, all of it inside of what was observed', () => {
  fc.assert(
    fc.property(lifetimes, (observed) => {
      const curve = fitTurnbull(observed)
      close(
        curve.reduce((sum, { mass }) => sum + mass, 0),
        1,
      )
      for (const { after, until } of curve) expect(after).toBeLessThanOrEqual(until)
    }),
  )
})

it('Turnbull’s masses are the most likely ones: no interval would gain by more mass (Kuhn–Tucker)', () => {
  fc.assert(
    fc.property(lifetimes, (observed) => {
      const curve = fitTurnbull(observed)
      const mayEndIn = ({ aliveAt, goneAt = Infinity }: Lifetime) =>
        curve.filter(
          ({ after, until }) =>
            after >= aliveAt && until <= goneAt && (until > aliveAt || goneAt === aliveAt),
        )
      const likelihoods = observed.map((one) => mayEndIn(one).reduce((sum, { mass }) => sum + mass, 0))
      for (const interval of curve) {
        const gain = observed.reduce(
          (sum, one, index) =>
            sum + (mayEndIn(one).includes(interval) ? 1 / (likelihoods[index] as number) : 0),
          0,
        )
        expect(gain / observed.length).toBeLessThanOrEqual(1 + 1e-3)
      }
    }),
  )
})
