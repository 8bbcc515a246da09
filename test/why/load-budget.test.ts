import { expect, test } from 'vitest'
import type { LoadReport, LoadRow } from '../../src/core/load-report.ts'
import { exitCodeOfBudgets } from '../../src/stats/budget/budget-exit-code.ts'
import { judgeForbidden, judgeLoadBudgets, parseLoadBudget } from '../../src/why/load-budget.ts'

const phases = { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 }
const row = (name: string, totalMs: number, more: Partial<LoadRow> = {}): LoadRow => {
  return { name, kind: 'package', selfMs: totalMs / 2, totalMs, files: 1, bytes: 1, phases, ...more }
}
const report = (lodashMs: number): LoadReport => ({
  modules: [],
  rows: [
    row('lodash', lodashMs, { importedBy: { file: 'src/a.mjs', line: 3 } }),
    row('./src/store.mjs', 10, { kind: 'own' }),
  ],
  duplicates: [],
  loadMs: 100,
  loaderMs: 0,
  traced: { runs: 7, esModules: 'all' },
  firstCall: { handlerMs: 1, loaded: [{ name: 'chalk/index.js', ms: 1 }], connections: [] },
})
const each = [44, 45, 46, 47, 48, 49, 50].map(report)
const loadsMs = [90, 93, 97, 100, 104, 120, 180]
const judge = (text: string) => judgeLoadBudgets([parseLoadBudget(text)], report(47), { loadsMs, each })[0]

test.each([
  ['load.lodash < 60ms', 'pass'],
  ['load.lodash < 47ms', 'inconclusive'],
  ['load.lodash <= 40ms', 'fail'],
  ['load < 99ms', 'inconclusive'],
  ['load < 200ms', 'pass'],
  ['load < 90ms', 'fail'],
  ['load.src/store.mjs < 20ms', 'pass'],
  ['load.moment < 1ms', 'pass'],
])('%s: %s', (text, verdict) => {
  expect(judge(text)?.verdict).toBe(verdict)
})

test('a verdict says what was found, between which bounds, of how many starts', () => {
  expect(judge('load.lodash < 60ms')).toMatchObject({
    found: 47,
    interval: { lower: 44, upper: 50 },
    n: 7,
    unit: 'ms',
  })
  expect(judge('load.moment < 1ms')?.reason).toBe('it is not loaded at all')
})

test('the whole load is judged by the starts without tracing', () => {
  expect(judge('load < 200ms')).toMatchObject({ found: 100, interval: { lower: 90, upper: 180 }, n: 7 })
})

test('what is forbidden and loaded fails with the line that imports it, in the first call too', () => {
  const verdicts = judgeForbidden(['lodash', 'chalk', 'moment'], report(47))
  expect(verdicts.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['fail', 'it is imported by src/a.mjs:3'],
    ['fail', 'it is imported in the first call'],
    ['pass', 'it is not'],
  ])
  expect(exitCodeOfBudgets(verdicts)).toBe(99)
})

test.each(['cold.p50 < 3ms', 'load.x > 3ms', 'load.x < 3', 'load.x < soon', 'load'])(
  '%s is refused',
  (text) => {
    expect(() => parseLoadBudget(text)).toThrow('The budget cannot be read')
  },
)
