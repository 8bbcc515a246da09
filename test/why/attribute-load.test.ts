import { expect, test } from 'vitest'
import { attributeLoad } from '../../src/why/attribute-load.ts'
import type { ModuleFacts } from '../../src/why/module-facts.ts'
import type { Stamp, Trace, TracedModule } from '../../src/why/trace.ts'

const TASK = '/e/task'
const NODE_MODULES = '/app/node_modules'
const url = (path: string) => `file://${path}`
const facts: ModuleFacts = {
  versionOf: async (folder) => (folder.includes('/b/') ? '1.0.0' : '2.0.0'),
  bytesOf: async () => 1000,
  placeOf: async ({ name }) => ({ file: name.replace('./', ''), line: 3 }),
}

/** Modules that are evaluated one inside the other: own time, and what lies in it. */
type Nested = readonly [path: string, ownMs: number, ...inside: Nested[]]

function traceOf(
  tree: Nested,
  { loaderMs = 0, esm = 'all' as Trace['esm'], idleMs = undefined as number | undefined } = {},
): Trace {
  const modules: TracedModule[] = []
  const stamps: Stamp[] = [idleMs === undefined ? [0, 'moment', 'load'] : [0, 'moment', 'load', 7]]
  let atMs = loaderMs
  let frames = 0
  const evaluate = ([path, ownMs, ...inside]: Nested, parent?: string) => {
    const module =
      modules.push({ url: url(path), format: 'commonjs', ...(parent && { parent, specifier: 'x' }) }) - 1
    const frame = frames++
    stamps.push([atMs, 'open', frame, module, 'evaluate'])
    for (const one of inside) evaluate(one, url(path))
    atMs += ownMs
    stamps.push([atMs, 'close', frame])
  }
  evaluate(tree)
  stamps.push(idleMs === undefined ? [atMs, 'moment', 'loaded'] : [atMs, 'moment', 'loaded', 7 + idleMs])
  return { node: '22.0.0', esm, taskRoot: TASK, modules, stamps }
}

const TREE: Nested = [
  `${TASK}/handler.cjs`,
  10,
  [`${NODE_MODULES}/a/index.js`, 30, [`${NODE_MODULES}/a/lib.js`, 10], [`${NODE_MODULES}/c/index.js`, 20]],
  [`${NODE_MODULES}/b/index.js`, 10, [`${NODE_MODULES}/b/node_modules/c/index.js`, 10]],
]

const attribute = (traces: Trace[], loadMs: number) =>
  attributeLoad({ traces, loadMs, root: '/app', runtime: '/runtime', facts, basis: 'processor' })

test('shares of a trace become milliseconds of the load without tracing, which they sum to', async () => {
  const { rows, loaderMs } = await attribute([traceOf(TREE, { loaderMs: 10 })], 50)
  expect(rows.map(({ name, selfMs }) => [name, selfMs])).toEqual([
    ['a', 20],
    ['c', 10],
    ['c', 5],
    ['b', 5],
    ['./handler.cjs', 5],
    ["Node's own loader", 5],
  ])
  expect(loaderMs).toBe(5)
})

test('a row’s total has what it was the first to import, and a package is found once a place', async () => {
  const { rows, duplicates } = await attribute([traceOf(TREE)], 90)
  const [a, c] = rows
  expect([a?.totalMs, a?.files, a?.importedBy]).toEqual([60, 2, { file: 'handler.cjs', line: 3 }])
  expect(c?.folder).toBe(`${NODE_MODULES}/c`)
  expect(duplicates).toEqual([
    {
      name: 'c',
      copies: [
        { version: '2.0.0', folder: `${NODE_MODULES}/c`, selfMs: 20 },
        { version: '1.0.0', folder: `${NODE_MODULES}/b/node_modules/c`, selfMs: 10 },
      ],
    },
  ])
})

test('one trace in which the machine stood still moves nothing', async () => {
  const stalled: Nested = [TREE[0], 10, [`${NODE_MODULES}/a/index.js`, 900], ...(TREE.slice(3) as Nested[])]
  const { rows } = await attribute([traceOf(TREE), traceOf(stalled), traceOf(TREE)], 90)
  expect(rows.find(({ name }) => name === 'a')?.selfMs).toBeCloseTo(40)
})

test('packages that the launcher brings are the launcher’s, those of the function behind it are not', async () => {
  const tree: Nested = [
    `${TASK}/___gcf_entry.mjs`,
    1,
    [`${NODE_MODULES}/framework/index.js`, 5, [`${NODE_MODULES}/express/index.js`, 5]],
    [`${TASK}/index.js`, 2, [`${NODE_MODULES}/a/index.js`, 7]],
  ]
  const { rows } = await attribute([traceOf(tree)], 20)
  expect(rows.map(({ kind, name, selfMs }) => [kind, name, selfMs])).toEqual([
    ['launcher', "the platform's launcher", 11],
    ['package', 'a', 7],
    ['own', './index.js', 2],
  ])
})

test('where hooks run in another thread, modules keep their traced times and the loader has the rest', async () => {
  const { rows, loaderMs } = await attribute([traceOf(TREE, { loaderMs: 500, esm: 'evaluation' })], 130)
  expect(rows.find(({ name }) => name === 'a')?.selfMs).toBe(40)
  expect(loaderMs).toBe(40)
})

test('of CommonJS alone, what the loader waited for such a thread is told, and shares are those without it', async () => {
  const trace = traceOf(TREE, { loaderMs: 510, esm: 'evaluation', idleMs: 500 })
  const { rows, loaderMs } = await attribute([trace], 200)
  expect(rows.find(({ name }) => name === 'a')?.selfMs).toBe(80)
  expect(loaderMs).toBe(20)
})

test('where traced times are kept, each trace was stalled elsewhere, the loader does not gain by it', async () => {
  const paths = ['x', 'y', 'z'].map((name) => `${NODE_MODULES}/${name}/index.js`)
  const stalledAt = (at: number): Nested => [
    `${TASK}/handler.cjs`,
    0,
    ...paths.map((path, index): Nested => [path, index === at ? 40 : 10]),
  ]
  const traces = [0, 1, 2].map((at) => traceOf(stalledAt(at), { loaderMs: 500, esm: 'evaluation' }))
  const { rows, loaderMs } = await attribute(traces, 70)
  expect(rows.map(({ selfMs }) => selfMs)).toEqual([20, 20, 20, 10])
  expect(loaderMs).toBe(10)
})

test('a file that is loaded under two queries is one module, with the time of both', async () => {
  const traced = traceOf([`${TASK}/handler.mjs`, 10, [`${TASK}/a.mjs?v=1`, 20], [`${TASK}/a.mjs?v=2`, 30]])
  const { modules, rows } = await attribute([traced], 60)
  expect(modules.map(({ name, selfMs }) => [name, Math.round(selfMs)])).toEqual([
    ['./a.mjs', 50],
    ['./handler.mjs', 10],
  ])
  expect(rows.map(({ name }) => name)).toEqual(['./a.mjs', './handler.mjs'])
})
