import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { groupsOfResult } from '../../../src/stats/result/groups-of-result.ts'
import { samplesOf, tablesOfWaits, waitsOfGroups } from '../../../src/stats/result/measured-waits.ts'
import { coldSample, runFileOf, targetOf, waitsOf, warmSample } from '../../support/run-file.ts'

const silent: Partial<Sample> = { observed: 'unknown', evidence: 'none' }
const without = ({ instance: _, ...sample }: Sample): Sample => ({ ...sample, ...silent })
const failed: Partial<Sample> = { phases: {}, error: { kind: 'timeout', message: 'No byte within 60 s.' } }

const samples = [
  ...waitsOf(20, 1).map((wait, round) => coldSample('a', wait, { round })),
  ...waitsOf(20, 2).map((wait, round) => coldSample('b', wait, { round })),
  ...waitsOf(20, 0.01).map((wait, at) => warmSample('a', wait, `i${at % 5}`, { flags: ['first-warm'] })),
  ...waitsOf(20, 0.01).map((wait) => without(warmSample('url', wait, 'none'))),
  coldSample('b', 9, failed),
  coldSample('a', 50_000),
]

describe('the measured waits of a result', () => {
  const whole = computeResult(runFileOf(samples))
  const figures = { ...whole, samples: [] }

  it('are as many as its samples, kind by kind', () => {
    expect(whole.waits.reduce((sum, { rounds }) => sum + rounds.length, 0)).toBe(samples.length)
    const kinds = whole.waits.map(({ rounds: _, waitMs: __, instances: ___, ...kind }) =>
      JSON.stringify(kind),
    )
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(whole.waits.find(({ error }) => error)).toEqual(
      expect.objectContaining({ target: 'b', error: failed.error, rounds: [expect.any(Number)] }),
    )
  })

  it('make the same waits again, and give the verdicts that the samples give', () => {
    expect(waitsOfGroups(groupsOfResult(figures))).toEqual(whole.waits)
    const budgets = ['a.cold.p50 < 1s', 'b.cold.p50 <= a.cold.p50 * 1.5', 'warm.p95 < 5ms', 'a.penalty < 1s']
    expect(judgeBudgets(figures, budgets)).toEqual(judgeBudgets(whole, budgets))
  })

  it('say which temperature was inferred and which wait lies outside', () => {
    const inferred = [...samplesOf(figures)].filter((sample) => sample.inferred)
    expect(inferred).toHaveLength(20)
    expect(
      whole.waits.filter(({ flags }) => flags?.includes('outlier')).flatMap(({ waitMs }) => waitMs),
    ).toEqual([50_000])
  })

  it('keep few of the messages of a target that fails differently each time', () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      coldSample('a', 1, { phases: {}, error: { kind: 'platform', message: `request ${at}` } }),
    )
    const { waits, summaries } = computeResult(runFileOf(many))
    expect(waits.length).toBeLessThan(300)
    expect(summaries[0]?.errors).toEqual({ platform: 1000 })
  })

  it('become tables by a look at each number, not by making a sample of it', () => {
    const looksAtKind = (count: number) => {
      let looks = 0
      const waits = {
        get target() {
          looks++
          return 'a'
        },
        intended: 'warm' as const,
        observed: 'warm' as const,
        evidence: 'instance' as const,
        rounds: Array.from({ length: count }, (_, round) => round),
        waitMs: Array.from({ length: count }, (_, at) => (at === 0 ? 0 : 1 + at / 1000)),
      }
      const common = { startedAt: '2026-11-23T15:42:00.000Z', connection: 'fresh' as const }
      expect(tablesOfWaits([targetOf('a')], [waits], common).of('a')?.rows).toBe(count)
      return looks
    }
    expect(looksAtKind(2000)).toBe(looksAtKind(200))
  })
})
