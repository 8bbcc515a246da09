import { expect, test } from 'vitest'
import type { LoadRow } from '../../src/core/load-report.ts'
import { compareLines } from '../../src/reporters/why/compare-lines.ts'
import { compareLoads } from '../../src/why/compare-loads.ts'
import { report } from '../reporters/why/sample-report.ts'

const row = (name: string, selfMs: number): LoadRow => {
  const phases = { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: selfMs }
  return {
    name,
    kind: 'package',
    selfMs,
    totalMs: selfMs,
    files: 1,
    bytes: 1,
    phases,
    importedBy: { file: 'src/http.ts', line: 3 },
  }
}
const loadOf = (...rows: LoadRow[]) => ({
  ...report.load,
  rows,
  loadMs: rows.reduce((sum, { selfMs }) => sum + selfMs, 0),
})

test('what came in, what is gone and what takes longer, the largest difference first', () => {
  const before = loadOf(row('zod', 50), row('got', 20), row('tslib', 1), row('tslib', 2))
  const after = loadOf(row('zod', 60), row('axios', 38), row('tslib', 3))
  expect(compareLoads(before, after).map(({ name, cameIn, isGone }) => [name, cameIn, isGone])).toEqual([
    ['axios', true, undefined],
    ['got', undefined, true],
    ['zod', undefined, undefined],
    ['tslib', undefined, undefined],
  ])
  const comparedWith = {
    startedAt: report.startedAt,
    function: report.function,
    loadMs: before.loadMs,
    changes: compareLoads(before, after),
  }
  const [headline, ...lines] = compareLines({ ...report, load: after, comparedWith })
  expect(headline).toContain('+28.0 ms of load (73.0 to 101)')
  expect(lines).toEqual([
    '  +38.0 ms: axios came in through src/http.ts:3',
    '  −20.0 ms: got is gone',
    '  +10.0 ms: zod, 50.0 to 60.0',
  ])
})

test('two reports whose bodies are shown on different bases say so, since nobody changed that', () => {
  const comparedWith = {
    startedAt: report.startedAt,
    function: report.function,
    loadMs: report.load.loadMs,
    changes: [],
  }
  const linesOf = (before?: 'clock' | 'processor', now?: 'clock' | 'processor') => {
    const load = { ...report.load, traced: { ...report.load.traced, ...(now && { bodies: now }) } }
    return compareLines({
      ...report,
      load,
      comparedWith: { ...comparedWith, ...(before && { bodies: before }) },
    })
  }
  expect(linesOf('processor', 'clock')[1]).toContain(
    'There bodies are shown without what they waited for a processor, here by the clock',
  )
  expect(linesOf('clock', 'clock')).toHaveLength(1)
  expect(linesOf(undefined, 'clock')).toHaveLength(1)
})
