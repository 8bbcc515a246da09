import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import type { Target } from '../../../src/core/target.ts'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf, warmSample } from '../../support/run-file.ts'

const ownFunction = (name: string, contract = 'lambda'): Target =>
  targetOf(name, {
    facts: {
      function: {
        name,
        contract,
        root: '.',
        entry: 'f.mjs',
        export: 'handler',
        sha256: '0',
        bytes: 1,
        files: 1,
      },
    },
  })

/** Each round has a mood of its own, which moves all sides by up to 4 ×. */
const moodOf = (round: number) => 1 + 3 * Math.abs(Math.sin(round * 7))
const roundsOf = (n: number, sides: Record<string, number>): Sample[] =>
  Array.from({ length: n }, (_, round) =>
    Object.entries(sides).map(([target, factor]) =>
      coldSample(
        target,
        100 *
          moodOf(round) *
          factor *
          (1 + 0.01 * Math.sin(round * 13 + target.charCodeAt(0) + target.length)),
        {
          round,
        },
      ),
    ),
  ).flat()
const resultOf = (samples: readonly Sample[], targets: readonly Target[], config = {}) =>
  computeResult(runFileOf(samples, { targets: [...targets], config }))
const slower = (name: string) => [{ text: 'cold.p50 <= baseline * 1.1', as: name }]

describe('a budget whose baseline is the other side of the run', () => {
  it('compares by pairs, where sets of samples could not tell', () => {
    const targets = [ownFunction('a'), ownFunction('b')]
    const result = resultOf(roundsOf(12, { a: 1, b: 1.2 }), targets)
    expect(judgeBudgets(result, slower('--fail-if-slower 10%'))).toMatchObject([
      { budget: '--fail-if-slower 10%', target: 'b', verdict: 'fail', n: 12, unpaired: 0 },
    ])
    expect(judgeBudgets(result, ['b.cold.p50 < a.cold.p50 * 1.1'])).toMatchObject([
      { verdict: 'fail', n: 12, unpaired: 0 },
    ])
    const equal = resultOf(roundsOf(12, { a: 1, b: 1 }), targets)
    expect(judgeBudgets(equal, ['cold.p50 < baseline * 1.1'])).toMatchObject([
      { target: 'b', verdict: 'pass' },
    ])
  })

  it('holds each function against the one that was named first, and only under its own contract', () => {
    const targets = [ownFunction('a'), ownFunction('b'), ownFunction('c'), ownFunction('d', 'vercel')]
    const result = resultOf(roundsOf(8, { a: 1, b: 1, c: 2, d: 9 }), targets)
    expect(judgeBudgets(result, ['cold.p50 < baseline * 1.1'])).toMatchObject([
      { target: 'b', verdict: 'pass', expected: expect.stringContaining('1.1 × a') },
      { target: 'c', verdict: 'fail', expected: expect.stringContaining('1.1 × a') },
    ])
    expect(result.changes?.map(({ before, after }) => [before, after])).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ])
    expect(result.changes?.every(({ p = 1, pAdjusted = 0 }) => pAdjusted >= p)).toBe(true)
  })

  it('with --against, holds each of several functions against its own revision', () => {
    const targets = ['f@v1', 'f', 'g@v1', 'g'].map((name) => ownFunction(name))
    const result = resultOf(roundsOf(8, { 'f@v1': 1, f: 1, 'g@v1': 5, g: 10 }), targets, { against: 'v1' })
    expect(judgeBudgets(result, ['cold.p50 < baseline * 1.1'])).toMatchObject([
      { target: 'f', verdict: 'pass' },
      { target: 'g', verdict: 'fail', expected: expect.stringContaining('g@v1') },
    ])
  })

  it('takes targets that run already by the order in which they were named, and warm invocations by round too', () => {
    const url = (id: string) => targetOf(id, { platform: 'url', provider: 'http' })
    const warm = Array.from({ length: 8 }, (_, round) => [
      warmSample('a', 5 * moodOf(round), `a${round}`, { round }),
      warmSample('b', 10 * moodOf(round), `b${round}`, { round }),
    ]).flat()
    const result = resultOf([...roundsOf(8, { a: 1, b: 1 }), ...warm], [url('a'), url('b')])
    expect(judgeBudgets(result, ['cold.p50 < baseline * 1.1', 'warm.p50 < baseline'])).toMatchObject([
      { target: 'b', verdict: 'pass', n: 8 },
      { target: 'b', verdict: 'fail', n: 8, found: 2 },
    ])
  })

  it('counts a round that lacks a cold start on either side, and has it in no pair', () => {
    const targets = [ownFunction('a'), ownFunction('b')]
    const rounds = roundsOf(10, { a: 1, b: 1 }).map((one) =>
      one.target === 'b' && one.round < 2 ? { ...one, observed: 'warm' as const } : one,
    )
    expect(judgeBudgets(resultOf(rounds, targets), ['cold.p50 < baseline * 1.5'])).toMatchObject([
      { verdict: 'pass', n: 8, unpaired: 2 },
    ])
  })

  it('decides nothing below six rounds, nor where slow replies were lost', () => {
    const targets = [ownFunction('a'), ownFunction('b')]
    const few = judgeBudgets(resultOf(roundsOf(5, { a: 1, b: 1 }), targets), ['cold.p50 < baseline * 9'])
    expect(few).toMatchObject([{ verdict: 'inconclusive', reason: 'too few rounds for an interval' }])
    const late = roundsOf(20, { a: 1, b: 1 }).map((one) =>
      one.target === 'b' && one.round >= 8
        ? { ...one, observed: 'unknown' as const, error: { kind: 'timeout' as const, message: 'late' } }
        : one,
    )
    const lost = resultOf(late, targets)
    expect(judgeBudgets(lost, ['cold.p50 < baseline * 9'])).toMatchObject([
      { verdict: 'inconclusive', reason: expect.stringContaining('slow replies') },
    ])
    expect(lost.changes?.[0]).toMatchObject({ reason: expect.stringContaining('slow replies') })
    expect(lost.changes?.[0]).not.toHaveProperty('ratioInterval')
  })

  it('says so where nothing of the run was named as two sides', () => {
    const result = resultOf(roundsOf(8, { lambda: 1, vercel: 1 }), [targetOf('lambda'), targetOf('vercel')])
    expect(judgeBudgets(result, ['cold.p50 < baseline'])).toMatchObject([
      { verdict: 'inconclusive', reason: 'no baseline was given' },
    ])
  })
})
