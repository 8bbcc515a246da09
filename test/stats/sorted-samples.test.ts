import { describe, expect, it } from 'vitest'
import { ColdstartError } from '../../src/core/errors.ts'
import * as stats from '../../src/stats/index.ts'

const unsorted = [120, 95, 130, 99, 101, 140, 90, 115, 125, 105] as unknown as stats.SortedSamples
const sorted = stats.sortSamples([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
const withNaN = [1, 2, Number.NaN] as unknown as stats.SortedSamples

const calls: Record<string, (samples: stats.SortedSamples) => unknown> = {
  quantile: (samples) => stats.quantile(samples, 0.9),
  median: stats.median,
  medianAbsoluteDeviation: stats.medianAbsoluteDeviation,
  orderStatisticInterval: (samples) => stats.orderStatisticInterval(samples, 0.5),
  outlierBounds: stats.outlierBounds,
  summariseDistribution: stats.summariseDistribution,
  decideStopping: (samples) => stats.decideStopping(samples, { within: 0.1, atMost: 100 }),
  'mannWhitney, first side': (samples) => stats.mannWhitney(samples, sorted),
  'mannWhitney, second side': (samples) => stats.mannWhitney(sorted, samples),
  cliffsDelta: (samples) => stats.cliffsDelta(sorted, samples),
  hodgesLehmannShift: (samples) => stats.hodgesLehmannShift(samples, sorted),
  'hodgesLehmannRatio, first side': (samples) => stats.hodgesLehmannRatio(samples, sorted),
  'hodgesLehmannRatio, second side': (samples) => stats.hodgesLehmannRatio(sorted, samples),
  compareSamples: (samples) => stats.compareSamples(sorted, samples),
  kruskalWallis: (samples) => stats.kruskalWallis([sorted, samples]),
  coldPenalty: (samples) => stats.coldPenalty(samples, sorted, sorted),
  'coldPenalty, instances': (samples) => stats.coldPenalty(sorted, sorted, samples),
}

describe.each(Object.entries(calls))('%s', (_name, call) => {
  it('refuses samples that are not in order, as JavaScript may pass them', () => {
    expect(() => call(unsorted)).toThrow(new ColdstartError('not-sorted', { index: 1 }))
  })

  it('refuses what is not a number', () => {
    expect(() => call(withNaN)).toThrow(/is not a measurement/)
  })
})

describe('from JavaScript', () => {
  it('a plain array is sorted as numbers, not as texts', () => {
    const given = [100, 95, 9] as unknown as Float64Array
    expect([...stats.sortInPlace(given)]).toEqual([9, 95, 100])
  })

  it.each([
    ['mean', () => stats.mean([1, Number.NaN])],
    ['standardDeviation', () => stats.standardDeviation([1, Number.POSITIVE_INFINITY])],
    ['normalInterval', () => stats.normalInterval([1, Number.NaN, 2])],
    ['comparePaired', () => stats.comparePaired([{ a: -1, b: -2 }])],
  ])('%s refuses what is not a number', (_name, call) => {
    expect(call).toThrow(/is not a measurement/)
  })

  it.each([
    ['adjustByHolm', () => stats.adjustByHolm([0.01, Number.NaN])],
    ['adjustByHolm, of no probabilities', () => stats.adjustByHolm([0.01, 2])],
    ['goneAtLeast, of more than were looked at', () => stats.goneAtLeast(5, 3)],
    ['looksToShow', () => stats.looksToShow(1)],
  ])('%s refuses what is no probability', (_name, call) => {
    expect(call).toThrow(/is not a probability/)
  })
})
