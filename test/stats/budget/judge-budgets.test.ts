import { describe, expect, it } from 'vitest'
import { result as resultSchema } from '../../../src/core/result.ts'
import { exitCodeOfBudgets } from '../../../src/stats/budget/budget-exit-code.ts'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { waitsOf, warmSample } from '../../support/run-file.ts'
import { coldsOf, judge, resultOf, ten } from './support/judge.ts'

describe('a budget in milliseconds', () => {
  it('passes when the whole interval is below the limit', () => {
    expect(judge(ten, 'cold.p50 < 109ms')).toEqual([
      {
        budget: 'cold.p50 < 109ms',
        target: 'a',
        verdict: 'pass',
        expected: 'a cold p50 (idle 400 ms) < 109 ms',
        found: 104.5,
        unit: 'ms',
        interval: { lower: 101, upper: 108, coverage: expect.closeTo(0.979, 3) },
        limit: 109,
        n: 10,
      },
    ])
  })

  it('fails when the whole interval is above it', () => {
    expect(judge(ten, 'cold.p50 < 100ms')[0]).toMatchObject({ verdict: 'fail', found: 104.5, n: 10 })
  })

  it('is inconclusive in between, and says how many samples would decide', () => {
    const [verdict] = judge(ten, 'cold.p50 < 106ms')
    expect(verdict).toMatchObject({ verdict: 'inconclusive', found: 104.5 })
    expect(verdict?.nNeeded).toBe(Math.ceil(10 * (3.5 / 1.5) ** 2))
  })

  it('tells < from <= where a bound lies on the limit', () => {
    expect(judge(ten, 'cold.p50 < 108ms')[0]?.verdict).toBe('inconclusive')
    expect(judge(ten, 'cold.p50 <= 108ms')[0]?.verdict).toBe('pass')
    expect(judge(ten, 'cold.p50 < 101ms')[0]?.verdict).toBe('fail')
    expect(judge(ten, 'cold.p50 <= 101ms')[0]?.verdict).toBe('inconclusive')
    expect(judge(ten, 'cold.p50 > 100ms')[0]?.verdict).toBe('pass')
    expect(judge(ten, 'cold.p50 > 109ms')[0]?.verdict).toBe('fail')
  })

  it('gives its tolerance away', () => {
    expect(judge(ten, 'cold.p50 < 100ms ± 10%')[0]).toMatchObject({
      verdict: 'pass',
      expected: 'a cold p50 (idle 400 ms) < 100 ms ± 10 %',
    })
    expect(judgeBudgets(resultOf(ten), ['cold.p50 < 100ms'], undefined, { tolerance: 0.1 })[0]?.verdict).toBe(
      'pass',
    )
  })

  it('never passes on no data, errors or a refused percentile', () => {
    const alive = coldsOf('a', [3, 4], { observed: 'warm' })
    expect(judge(alive, 'cold.p50 < 1h')[0]).toMatchObject({
      verdict: 'inconclusive',
      n: 0,
      reason: 'no cold samples',
      nNeeded: 6,
    })
    const failed = coldsOf('a', waitsOf(10), { error: { kind: 'status', message: '502' } })
    expect(judge(failed, 'cold.p50 < 1h')[0]).toMatchObject({ verdict: 'inconclusive', n: 0 })
    const [tail] = judge(ten, 'cold.p95 < 1h')
    expect(tail).toMatchObject({ verdict: 'inconclusive', reason: 'needs 20 samples, has 10', nNeeded: 72 })
    expect(tail).not.toHaveProperty('found')
    expect(judge([warmSample('a', 1, 'i')], 'cold.p50 < 1h')[0]).toMatchObject({
      verdict: 'inconclusive',
      n: 0,
    })
  })

  it('needs 72 samples to pass a p95, and fails one on fewer where its lower bound is over', () => {
    expect(judge(coldsOf('a', waitsOf(71)), 'cold.p95 < 1h')[0]).toMatchObject({
      verdict: 'inconclusive',
      nNeeded: 72,
    })
    expect(judge(coldsOf('a', waitsOf(72)), 'cold.p95 < 1h')[0]?.verdict).toBe('pass')
    expect(judge(coldsOf('a', waitsOf(10)), 'cold.p95 < 90ms')[0]).toMatchObject({ verdict: 'fail', n: 10 })
  })

  it('judges every target and way, `first` only where it is named or alone', () => {
    const samples = [
      ...ten,
      ...coldsOf('a', waitsOf(6), { coldBy: 'first' }),
      ...coldsOf('b', waitsOf(10, 2)),
    ]
    const verdicts = judge(samples, 'cold.p50 < 150ms')
    expect(verdicts.map(({ target, verdict }) => [target, verdict])).toEqual([
      ['a', 'pass'],
      ['b', 'fail'],
    ])
    expect(judge(samples, 'a.cold.first.p50 < 150ms')).toHaveLength(1)
    expect(exitCodeOfBudgets(verdicts)).toBe(99)
  })

  it('holds the warm median against its interval over instances', () => {
    const warm = waitsOf(8).flatMap((wait, index) => [
      warmSample('a', wait, `i${index}`),
      warmSample('a', wait + 0.1, `i${index}`),
    ])
    expect(judge(warm, 'warm.p50 < 110ms')[0]).toMatchObject({ verdict: 'pass', n: 16 })
    expect(judge(warm.slice(0, 4), 'warm.p50 < 110ms')[0]).toMatchObject({
      reason: 'needs 6 instances, has 2',
    })
    expect(judge(warm, 'warm.p95 < 110ms')[0]).toMatchObject({ verdict: 'inconclusive' })
  })

  it('does not promise that more warm samples of a function without instances would decide', () => {
    const silent = waitsOf(12).map((wait) => {
      const { instance: _, ...sample } = warmSample('a', wait, 'i')
      return sample
    })
    const [verdict] = judge(silent, 'warm.p50 < baseline * 2', silent)
    expect(verdict).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('reports no instance'),
    })
    expect(verdict).not.toHaveProperty('nNeeded')
  })

  it('does not promise that more samples would decide where there is nothing to compare with', () => {
    const few = coldsOf('a', waitsOf(3))
    const [verdict] = judge(few, 'cold.p50 < baseline * 2', coldsOf('b', waitsOf(10)))
    expect(verdict).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('the baseline has no a'),
    })
    expect(verdict).not.toHaveProperty('nNeeded')
    const zero = coldsOf('a', [0, 1, 2])
    expect(judge(zero, 'cold.p50 < baseline * 2', few)[0]).not.toHaveProperty('nNeeded')
  })

  it('holds the penalty against the interval of the difference of medians', () => {
    const warm = waitsOf(10, 0.01).map((wait, index) => warmSample('a', wait, `i${index}`))
    expect(judge([...ten, ...warm], 'penalty < 120ms')[0]).toMatchObject({
      verdict: 'pass',
      found: expect.closeTo(103.455, 6),
      interval: { lower: expect.closeTo(101 - 1.08, 6), upper: expect.closeTo(108 - 1.01, 6) },
    })
    expect(judge([...ten, ...warm], 'penalty < 90ms')[0]?.verdict).toBe('fail')
    expect(judge(ten, 'penalty < 90ms')[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no warm samples',
    })
  })
})

it('verdicts fit the published schema', () => {
  const base = resultOf(ten)
  const budgets = judgeBudgets(base, ['cold.p50 < 1s', 'cold.p95 < 1s', 'cold.p50 < baseline'])
  expect(() => resultSchema.parse({ ...base, budgets })).not.toThrow()
})

it('exit codes: fail before inconclusive, inconclusive unless it is allowed', () => {
  const of = (...verdicts: ('pass' | 'fail' | 'inconclusive')[]) => verdicts.map((verdict) => ({ verdict }))
  expect(exitCodeOfBudgets(of('pass'))).toBe(0)
  expect(exitCodeOfBudgets([])).toBe(0)
  expect(exitCodeOfBudgets(of('pass', 'inconclusive'))).toBe(3)
  expect(exitCodeOfBudgets(of('pass', 'inconclusive'), true)).toBe(0)
  expect(exitCodeOfBudgets(of('inconclusive', 'fail'), true)).toBe(99)
})
