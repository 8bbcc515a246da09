import { describe, expect, it } from 'vitest'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { runFileOf, targetOf, waitsOf } from '../../support/run-file.ts'
import { coldsOf, judge, resultOf, ten } from './support/judge.ts'

describe('a budget against something else measured', () => {
  const slower = coldsOf('a', waitsOf(10, 1.3))

  it('compares medians with the baseline as a ratio with interval', () => {
    const [worse] = judge(slower, 'cold.p50 < baseline * 1.1', ten)
    expect(worse).toMatchObject({ verdict: 'fail', unit: 'ratio', n: 10 })
    expect(worse?.found).toBeCloseTo(1.3, 2)
    expect(judge(ten, 'cold.p50 < baseline * 1.1', ten)[0]?.verdict).toBe('pass')
    expect(judge(ten, 'cold.p50 < baseline * 1.01', ten)[0]?.verdict).toBe('inconclusive')
  })

  it('is inconclusive where the baseline is missing, lacks the target, or is of another kind', () => {
    expect(judge(ten, 'cold.p50 < baseline')[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no baseline was given',
    })
    expect(judge(ten, 'cold.p50 < baseline', coldsOf('b', [1]))[0]?.reason).toMatch(
      /^the baseline has no a cold p50/,
    )
    const cloud = computeResult(runFileOf(ten, { targets: [targetOf('a', { platform: 'cloud' })] }))
    expect(judgeBudgets(resultOf(ten), ['cold.p50 < baseline'], cloud)[0]?.reason).toBe(
      'the baseline is of another kind: where it runs: cloud against local',
    )
  })

  it('compares two targets that were brought cold in the same way', () => {
    const two = [...ten, ...coldsOf('b', waitsOf(10, 2))]
    expect(judge(two, 'a.cold.p50 < b.cold.p50')[0]).toMatchObject({
      verdict: 'pass',
      expected: 'a cold p50 (idle 400 ms) < b cold p50 (idle 400 ms)',
    })
    expect(judge(two, 'b.cold.p50 < a.cold.p50 * 1.5')[0]?.verdict).toBe('fail')
    const otherWay = [...ten, ...coldsOf('b', waitsOf(10), { coldBy: 'evict' })]
    expect(judge(otherWay, 'a.cold.p50 < b.cold.p50')[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'b was not brought cold in the same way',
    })
  })

  it('compares tails by the bounds of both', () => {
    const [big, twice] = [coldsOf('a', waitsOf(200)), coldsOf('a', waitsOf(200, 2))]
    expect(judge(big, 'cold.p95 < baseline', twice)[0]).toMatchObject({
      verdict: 'pass',
      found: expect.closeTo(0.5, 6),
    })
    expect(judge(twice, 'cold.p95 < baseline * 1.5', big)[0]?.verdict).toBe('fail')
    expect(judge(big, 'cold.p95 < baseline', big)[0]?.verdict).toBe('inconclusive')
  })
})
