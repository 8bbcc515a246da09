import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, waitsOf, warmSample } from '../../support/run-file.ts'

const refused = (waits: readonly number[], kind: 'platform' | 'timeout' = 'platform'): Sample[] =>
  waits.map((wait) =>
    coldSample('a', wait, {
      observed: 'unknown',
      error: { kind, message: 'a cache answered, not the function' },
      ...(kind === 'timeout' ? { phases: {} } : {}),
    }),
  )
const kept = [600, 610, 620, 637, 650, 660, 670].map((wait) => coldSample('a', wait))
const warm = waitsOf(7, 0.1).map((wait, index) => warmSample('a', wait, `i${index}`))
const resultOf = (lost: readonly Sample[]) => computeResult(runFileOf([...kept, ...lost, ...warm]))

describe('replies that are refused', () => {
  it('are held against those kept; a run that lost its slow ones says so and names no median', () => {
    const result = resultOf(
      refused([948, 960, 970, 980, 990, 1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070]),
    )
    const [cold] = result.summaries[0]?.cold ?? []
    expect(cold?.wait).toMatchObject({ n: 7, refused: { p50Ms: expect.stringContaining('too fast') } })
    expect(cold?.wait).not.toHaveProperty('p50Ms')
    expect(result.summaries[0]?.penalties).toEqual([])
    expect(result.warnings.find(({ code }) => code === 'slow-replies-lost')?.message).toBe(
      '13 replies meant to be cold (idle) in no figure: waited 1.01 s in the median, the 7 kept 637 ms. The run lost its slow ones, so no median is named.',
    )
    expect(judgeBudgets(result, ['cold.p50 < 2s'])[0]).toMatchObject({ verdict: 'inconclusive' })
  })

  it('count as slower than any when they did not come in time', () => {
    expect(resultOf(refused(new Array(8).fill(0), 'timeout')).summaries[0]?.cold[0]?.wait).not.toHaveProperty(
      'p50Ms',
    )
  })

  it('are held against those kept among the warm ones too', () => {
    const slow = [1, 2, 3, 4, 5, 6, 7, 8].map((n) =>
      warmSample('a', 900 + n, 'i', {
        observed: 'unknown',
        error: { kind: 'platform', message: 'a cache answered, not the function' },
      }),
    )
    const result = resultOf(slow)
    const [summary] = result.summaries
    expect(summary?.warm).toMatchObject({ n: 7, refused: { p50Ms: expect.stringContaining('too fast') } })
    expect(summary?.warm).not.toHaveProperty('p50Ms')
    expect(summary?.penalties).toEqual([])
    expect(result.warnings.find(({ code }) => code === 'slow-replies-lost')?.message).toMatch(
      /^8 replies meant to be warm in no figure: waited 905 ms in the median, the 7 kept .*no median is named/,
    )
    for (const budget of ['warm.p50 < 2s', 'penalty < 2s'])
      expect(judgeBudgets(result, [budget])[0]).toMatchObject({
        verdict: 'inconclusive',
        reason: expect.stringContaining('slow replies'),
      })
  })

  it('leave no median of those of unknown temperature either', () => {
    const unknown = kept.map((sample): Sample => ({ ...sample, observed: 'unknown', evidence: 'none' }))
    const lost = refused(new Array(8).fill(0), 'timeout')
    const [cold] = computeResult(runFileOf([...unknown, ...lost])).summaries[0]?.cold ?? []
    expect(cold?.waitAsIntended?.n).toBe(7)
    expect(cold?.waitAsIntended).not.toHaveProperty('p50Ms')
  })

  it('are told, with the median kept, when they were fast or few', () => {
    const result = resultOf(refused([20, 21, 22]))
    expect(result.summaries[0]?.cold[0]?.wait.p50Ms).toBe(637)
    expect(result.warnings.find(({ code }) => code === 'replies-lost')?.message).toBe(
      '3 replies meant to be cold (idle) in no figure: waited 21 ms in the median, the 7 kept 637 ms.',
    )
  })
})
