import { describe, expect, it } from 'vitest'
import { ColdstartError } from '../../../src/core/errors.ts'
import { checkBudgets, parseBudget } from '../../../src/stats/budget/parse-budget.ts'

describe('parseBudget', () => {
  it.each([
    [
      'cold.p95 < 800ms',
      { operand: { measure: 'cold', p: 0.95 }, comparator: '<', bound: { kind: 'duration', ms: 800 } },
    ],
    ['cold.p50<1.5s', { bound: { kind: 'duration', ms: 1500 } }],
    ['cold.p50 < baseline * 1.1', { bound: { kind: 'baseline', factor: 1.1 } }],
    ['cold.p50 <= 1.1 × baseline', { comparator: '<=', bound: { kind: 'baseline', factor: 1.1 } }],
    ['penalty < 300ms', { operand: { measure: 'penalty' } }],
    ['lambda.penalty.evict < 300ms', { operand: { target: 'lambda', measure: 'penalty', coldBy: 'evict' } }],
    [
      'lambda.cold.p50 < vercel.cold.p50',
      {
        operand: { target: 'lambda' },
        bound: { kind: 'operand', factor: 1, operand: { target: 'vercel', p: 0.5 } },
      },
    ],
    [
      'lambda/eu-west-1/512MB.cold.evict.p99 < 2s',
      { operand: { target: 'lambda/eu-west-1/512MB', coldBy: 'evict', p: 0.99 } },
    ],
    ['api.example.com.warm.p50 < 20ms', { operand: { target: 'api.example.com', measure: 'warm' } }],
    ['cold.p50 < 800ms ± 5%', { tolerance: 0.05 }],
    ['cold.p50 < baseline * 1.1 +/- 2.5%', { tolerance: 0.025 }],
  ])('reads %s', (text, expected) => {
    expect(parseBudget(text)).toMatchObject({ text, ...expected })
  })

  it('takes a tolerance for budgets that state none', () => {
    expect(parseBudget('cold.p50 < 1s', { tolerance: 0.1 }).tolerance).toBe(0.1)
    expect(parseBudget('cold.p50 < 1s ± 1%', { tolerance: 0.1 }).tolerance).toBe(0.01)
  })

  it.each([
    ['cold.p59 < 800ms', 6, 'Did you mean p50?'],
    ['clod.p50 < 800ms', 1, 'Did you mean cold?'],
    ['lambda.col.p50 < 800ms', 8, 'Did you mean cold?'],
    ['cold < 800ms', 5, undefined],
    ['cold.p50 < 800', 12, 'Did you mean 800ms?'],
    ['cold.p50 < 800sm', 12, undefined],
    ['cold.p50 800ms', 10, undefined],
    ['cold.p50 <', 11, undefined],
    ['cold.p50 < basline * 1.1', 12, 'Did you mean baseline?'],
    ['cold.p50 < baseline * x', 23, undefined],
    ['cold.p50 < baseline *', 22, undefined],
    ['cold.p50 < baseline * 0', 23, undefined],
    ['cold.p50 < 800ms 900ms', 18, undefined],
    ['cold.p50 < 800ms ± much', 20, undefined],
    ['cold.p50.p95 < 800ms', 10, undefined],
    ['< 800ms', 1, undefined],
    ['', 1, undefined],
    ['cold.p50 = 800ms', 10, undefined],
    ['penalty < baseline', 11, undefined],
    ['penalty.evcit < 300ms', 9, 'Did you mean evict?'],
    ['cold.p50 < lambda.penalty', 12, undefined],
  ])('points at what is wrong in "%s": column %d', (text, column, hint) => {
    const error = failureOf(() => parseBudget(text))
    expect(error.code).toBe('bad-budget')
    expect(error.exitCode).toBe(2)
    expect(error.message.split('\n').at(-1)).toBe(`  ${' '.repeat(column - 1)}^`)
    if (hint) expect(error.hint).toBe(hint)
  })

  it('knows the targets that exist, where it is told', () => {
    const error = failureOf(() => parseBudget('lamda.cold.p50 < 1s', { targets: ['lambda', 'vercel'] }))
    expect(error.hint).toBe('Did you mean lambda?')
    expect(
      failureOf(() => parseBudget('lambda.cold.p50 < versel.cold.p50', { targets: ['lambda', 'vercel'] }))
        .message,
    ).toContain('column 19')
  })

  it('refuses to speak of a baseline that is not there', () => {
    expect(failureOf(() => checkBudgets(['cold.p50 < baseline'], { hasBaseline: false })).code).toBe(
      'no-baseline',
    )
    expect(checkBudgets(['cold.p50 < baseline'], { hasBaseline: true })).toHaveLength(1)
  })
})

function failureOf(run: () => unknown): ColdstartError {
  try {
    run()
  } catch (error) {
    if (error instanceof ColdstartError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
