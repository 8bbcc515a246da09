import { expect, test } from 'vitest'
import type { Bundle } from '../../../src/why/bundles/bundle.ts'
import { type LoadProfile, placeProfiles } from '../../../src/why/bundles/place-profile.ts'
import { takeApart } from '../../../src/why/bundles/take-apart.ts'
import type { RowModule } from '../../../src/why/load-rows.ts'

const TEXT = 'wrap;\nsmall();\nlarge_large_large();\n'
const bundle: Bundle = {
  name: './dist/handler.cjs',
  path: 'dist/handler.cjs',
  text: TEXT,
  map: { json: '{}', folder: '/app/dist' },
  modules: [
    { name: './src/small.ts', kind: 'own', file: '/app/src/small.ts', bytes: 9 },
    {
      name: 'large/index.js',
      kind: 'package',
      package: 'large',
      folder: '/app/node_modules/large',
      bytes: 21,
    },
  ],
  runs: [
    { from: 0, to: 6 },
    { from: 6, to: 15, source: 0 },
    { from: 15, to: 36, source: 1 },
  ],
  otherBytes: 6,
}
const module: RowModule = {
  name: './dist/handler.cjs',
  kind: 'own',
  package: 'your code',
  phases: { resolveMs: 1, readMs: 36, compileMs: 72, evaluateMs: 100 },
  selfMs: 209,
  totalMs: 219,
}
const asked: RowModule = {
  name: 'node:http',
  kind: 'builtin',
  package: 'Node',
  parent: 0,
  importedBy: { file: 'src/small.ts', line: 1 },
  phases: { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 10 },
  selfMs: 10,
  totalMs: 10,
}
const facts = { versionOf: async () => '1.2.3' }
const self = (modules: readonly RowModule[], name: string) => modules.find((one) => one.name === name)?.selfMs

/** Three samples in the outermost code, one in what Node does for it, two of another module that is being loaded. */
const profile: LoadProfile = {
  taskRoot: '/e/task',
  profile: {
    nodes: [
      { id: 1, callFrame: { url: '', functionName: '(root)', lineNumber: -1 }, children: [2] },
      {
        id: 2,
        callFrame: { url: '/e/task/dist/handler.cjs', functionName: '', lineNumber: 0 },
        positionTicks: [
          { line: 2, ticks: 3 },
          { line: 3, ticks: 1 },
          { line: 900, ticks: 5 },
        ],
        children: [3, 4],
      },
      { id: 3, callFrame: { url: 'node:buffer', functionName: 'from', lineNumber: 9 } },
      {
        id: 4,
        callFrame: { url: 'node:internal/modules/cjs/loader', functionName: 'wrapSafe', lineNumber: 9 },
      },
    ],
    samples: [2, 2, 2, 3, 4, 4],
    timeDeltas: [100, 100, 100, 100, 100, 100],
  },
}

test('without a profile everything is divided by size, and that is said', async () => {
  const { modules, bundles } = await takeApart([module, asked], [{ bundle, reason: 'no profile' }], facts)
  expect(self(modules, './src/small.ts')).toBeCloseTo((9 / 36) * 208)
  expect(self(modules, 'large/index.js')).toBeCloseTo((21 / 36) * 208)
  expect(self(modules, './dist/handler.cjs')).toBeCloseTo(1 + (6 / 36) * 208)
  expect(bundles).toMatchObject([{ evaluation: 'size', reason: 'no profile', modules: 2, bytes: 36 }])
})

test('with one, evaluating is divided by where it was at work, whatever the size', async () => {
  const profiled = placeProfiles(bundle, [profile])
  expect([...(profiled?.samples ?? [])]).toEqual([
    [0, 3],
    [1, 1],
  ])
  const { modules, bundles } = await takeApart(
    [module, asked],
    [{ bundle, ...(profiled && { profiled }) }],
    facts,
  )
  expect(self(modules, './src/small.ts')).toBeCloseTo((9 / 36) * 108 + 75)
  expect(bundles).toMatchObject([{ evaluation: 'position', profiledStarts: 1, placedShare: 1 }])
})

test('everything together is what it was, and what the file asked for is asked for by the module that did', async () => {
  const { modules } = await takeApart([module, asked], [{ bundle }], facts)
  expect(modules.reduce((sum, { selfMs }) => sum + selfMs, 0)).toBeCloseTo(219)
  expect(modules[0]?.totalMs).toBeCloseTo(219)
  const small = modules.findIndex(({ name }) => name === './src/small.ts')
  expect(modules[1]?.parent).toBe(small)
  expect(modules[small]).toMatchObject({ parent: 0, bundle: 'dist/handler.cjs' })
  expect(modules.find(({ name }) => name === 'large/index.js')).toMatchObject({
    package: 'large',
    version: '1.2.3',
  })
})

test('a profile in which the bundle does not run says nothing of it', () => {
  expect(placeProfiles({ ...bundle, name: './other.cjs' }, [profile])).toBeUndefined()
})

test("what the bundler's own functions do is the time of what they call, else of whoever calls them", () => {
  const url = '/e/task/dist/handler.cjs'
  const frame = (id: number, functionName: string, lineNumber: number, children: readonly number[] = []) => ({
    id,
    callFrame: { url, functionName, lineNumber },
    children,
  })
  // __wrap compiles and calls the body of `small`, which has __copy do something for it.
  const text = 'wrap;\ncopy;\nheader {\nsmall();\nlarge_large_large();\n'
  const wrapped: Bundle = {
    ...bundle,
    text,
    runs: [
      { from: 0, to: 21 },
      { from: 21, to: 30, source: 0 },
      { from: 30, to: text.length, source: 1 },
    ],
  }
  const nodes = [frame(1, '', 0, [2, 5]), frame(2, '__wrap', 0, [3]), frame(3, 'body', 2, [4])]
  const copies = [frame(4, '__copy', 1), frame(5, '__copy', 1)]
  const samples = [2, 2, 3, 4, 5]
  const found = placeProfiles(wrapped, [
    { taskRoot: '/e/task', profile: { nodes: [...nodes, ...copies], samples, timeDeltas: samples } },
  ])
  expect(found?.samples).toEqual(new Map([[0, 4]]))
  expect(found?.others).toBe(1)
})
