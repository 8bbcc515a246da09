import { describe, expect, it } from 'vitest'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, warmSample } from '../../support/run-file.ts'

/** `count` bursts of ten; burst k lies around 100 + 10 k ms, so that its replies share a moment. */
const bursts = (target: string, count: number, factor = 1) =>
  Array.from({ length: count }, (_, round) =>
    Array.from({ length: 10 }, (_, index) =>
      coldSample(target, (100 + 10 * round + index / 10) * factor, { coldBy: 'burst', round }),
    ),
  ).flat()
const waitOf = (count: number) => computeResult(runFileOf(bursts('a', count))).summaries[0]?.cold[0]?.wait

describe('cold starts of bursts', () => {
  it('have an interval over bursts, not over replies', () => {
    expect(waitOf(6)).toMatchObject({ n: 60, bursts: 6 })
    expect(waitOf(6)?.p50Interval?.lower).toBeCloseTo(100.45)
    expect(waitOf(6)?.p50Interval?.upper).toBeCloseTo(150.45)
  })

  it('have none below six bursts, and none of a tail', () => {
    expect(waitOf(2)).toMatchObject({ n: 20, bursts: 2, refused: { p50Interval: 'needs 6 bursts, has 2' } })
    expect(waitOf(2)).not.toHaveProperty('p50Interval')
    expect(waitOf(6)).not.toHaveProperty('p95Interval')
    expect(waitOf(6)?.refused?.p95Interval).toBe('cold starts of one burst are not independent')
  })

  it('are compared over bursts, and not below six on either side', () => {
    const compared = (count: number) =>
      computeResult(runFileOf([...bursts('a', count), ...bursts('b', count, 2)])).comparisons[0]
    expect(compared(5)).toMatchObject({ nA: 5, nB: 5, verdict: 'not-enough-data' })
    expect(compared(5)).not.toHaveProperty('ratio')
    expect(compared(8)).toMatchObject({ nA: 8, nB: 8, verdict: 'a-faster' })
  })

  it('have no budget verdict from two bursts, however many replies', () => {
    const result = computeResult(runFileOf(bursts('a', 2)))
    expect(judgeBudgets(result, ['cold.p50 < 1s'])[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'needs 6 bursts, has 2',
    })
  })

  it('give no shift with an interval from five bursts', () => {
    const warm = Array.from({ length: 30 }, (_, index) => warmSample('a', 2 + index / 100, `i${index}`))
    const [penalty] = computeResult(runFileOf([...bursts('a', 5), ...warm])).summaries[0]?.penalties ?? []
    expect(penalty).toHaveProperty('shiftMs')
    expect(penalty).not.toHaveProperty('shiftInterval')
    expect(penalty).not.toHaveProperty('medianDifferenceInterval')
  })
})
