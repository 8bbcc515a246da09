import { expect, test } from 'vitest'
import type { LoadReport } from '../../src/core/load-report.ts'
import type { Result } from '../../src/core/result.ts'
import { median } from '../../src/stats/quantile.ts'
import { sortSamples } from '../../src/stats/sorted-samples.ts'
import { openLoad, readTogether, type TracedRun } from '../../src/why/read-load.ts'
import { basisOf } from '../../src/why/time-of-timings.ts'
import type { Stamp, Trace } from '../../src/why/trace.ts'
import type { Workload } from '../../src/workload/workload.ts'
import { ASKING } from './support/waiting-bodies.ts'

/** The bodies of one start, one behind the other. */
function traceOf(start: number): Trace {
  const stamps: Stamp[] = [[0, 'moment', 'load']]
  let atMs = 0
  for (const [at, body] of ASKING.entries()) {
    const { ms, waitedMs } = body[start] ?? { ms: 0, waitedMs: 0 }
    stamps.push([atMs, 'open', at, at, 'evaluate'], [atMs + ms, 'waited', waitedMs], [atMs + ms, 'close', at])
    atMs += ms
  }
  stamps.push([atMs, 'moment', 'loaded'])
  const modules = ASKING.map((_, at) => ({ url: `file:///app/node_modules/body-${at}/index.js` }))
  return { node: '20.20.2', esm: 'all', taskRoot: '/app', modules, stamps }
}

const run: TracedRun = {
  result: {
    targets: [],
    samples: [],
    summaries: [{ target: 'plain', cold: [{ wait: { n: 7, p50Ms: 300 }, breakdown: { loadMs: 1000 } }] }],
  } as unknown as Result,
  plain: 'plain',
  traced: 'traced',
  traces: [0, 1, 2, 3, 4, 5, 6].map(traceOf),
  workload: { root: '/app' } as Workload,
  file: '/app/handler.cjs',
  bundles: [],
}
const costOf = ({ rows }: LoadReport) => rows.find(({ name }) => name === 'body-0')?.totalMs ?? 0

test('a start alone, which budgets are judged by, is on the same basis as the table of all starts', async () => {
  const opened = openLoad(run)
  const { load, each } = await opened.read(basisOf(opened.bodies))
  expect(costOf(load)).toBeCloseTo((1000 * 100) / 112, 6)
  expect(Math.abs(median(sortSamples(each.map(costOf))) - costOf(load))).toBeLessThan(20)
})

test('two loads that are compared are on one basis, and each says which', async () => {
  const few = openLoad({ ...run, traces: [5, 0, 6, 1, 4].map(traceOf) })
  expect(basisOf(few.bodies)).toBe('processor')
  const [one, other] = await readTogether([openLoad(run), few])
  expect([one?.load.traced.bodies, other?.load.traced.bodies]).toEqual(['clock', 'clock'])
})

test('where nothing waited for a processor there is nothing to say of the basis', async () => {
  const calm = run.traces.map((trace) => ({
    ...trace,
    stamps: trace.stamps.filter(([, what]) => what !== 'waited'),
  }))
  const [one] = await readTogether([openLoad({ ...run, traces: calm })])
  expect(one?.load.traced).toEqual({ runs: 7, esModules: 'all' })
})

test('a run in which nothing was traced explains nothing', () => {
  expect(() => openLoad({ ...run, traces: [] })).toThrow('no start that was traced answered')
})
