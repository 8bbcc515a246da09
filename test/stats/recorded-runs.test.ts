import { describe, expect, it } from 'vitest'
import { judgeAgainstRuns, predictFromRuns } from '../../src/stats/recorded-runs.ts'
import { expectClose } from '../vectors/read-vectors.ts'

describe('predictFromRuns', () => {
  it('is mean ± t(k − 1) · s · √(1 + 1/k) of the log medians', () => {
    const prediction = predictFromRuns([100, 110, 90])
    const logs = [100, 110, 90].map(Math.log)
    const center = logs.reduce((sum, log) => sum + log, 0) / 3
    const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - center) ** 2, 0) / 2)
    const reach = 4.30265272969614 * sd * Math.sqrt(4 / 3)
    if (!prediction.supported) throw new Error(prediction.reason)
    expectClose(prediction.lowerMs, Math.exp(center - reach))
    expectClose(prediction.upperMs, Math.exp(center + reach))
  })

  it('says what is missing below three runs', () => {
    expect(predictFromRuns([100])).toEqual({
      supported: false,
      reason: 'needs 3 recorded runs to know how far runs of equal code differ, has 1: record 2 more',
    })
  })

  it('judges a new run by what the code has done before', () => {
    const prediction = predictFromRuns([100, 102, 98, 101, 99])
    if (!prediction.supported) throw new Error(prediction.reason)
    expect([80, 101, 120].map((median) => judgeAgainstRuns(median, prediction))).toEqual([
      'faster',
      'as-before',
      'slower',
    ])
  })
})
