import type { LoadedModule } from '../../../src/core/load-report.ts'
import type { WhyReport } from '../../../src/core/why-report.ts'

const phases = (evaluateMs: number) => ({ resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs })
const loaded = (
  name: string,
  of: string,
  selfMs: number,
  totalMs: number,
  parent?: number,
): LoadedModule => ({
  name,
  package: of,
  format: 'module',
  bytes: 1000,
  ...(parent !== undefined && { parent, importedBy: { file: 'handler.mjs', line: parent + 1 } }),
  phases: phases(selfMs),
  selfMs,
  totalMs,
})

/** A small function: an own module that imports two packages, of which one imports a third. */
export const report: WhyReport = {
  schemaVersion: 1,
  kind: 'why',
  tool: { name: 'coldstart', version: '0.1.0' },
  startedAt: '2026-11-28T10:00:00.000Z',
  environment: { node: 'v22.0.0', os: 'Linux', arch: 'x64' } as WhyReport['environment'],
  function: { name: './handler.mjs', contract: 'lambda' },
  coldStart: {
    n: 20,
    waitMs: 412,
    waitInterval: { lower: 398, upper: 431, coverage: 0.95 },
    breakdown: { platformMs: 5, bootMs: 51, loadMs: 341, handlerMs: 12, restMs: 3 },
  },
  load: {
    modules: [
      loaded('./handler.mjs', 'your code', 1, 331),
      loaded('<b>/index.js', '<b>', 118, 281, 0),
      loaded('core/index.js', 'core', 163, 163, 1),
      loaded('zod/index.js', 'zod', 49, 49, 0),
    ],
    rows: [
      {
        name: 'core',
        kind: 'package',
        importedBy: { file: '<b>/index.js', line: 2 },
        selfMs: 163,
        totalMs: 163,
        files: 90,
        bytes: 900_000,
        phases: phases(163),
      },
      {
        name: '<b>',
        kind: 'package',
        importedBy: { file: 'src/store.mjs', line: 3 },
        selfMs: 118,
        totalMs: 281,
        files: 212,
        bytes: 1_204_000,
        phases: phases(118),
      },
      {
        name: 'zod',
        kind: 'package',
        importedBy: { file: 'a/very/long/path/to/some/module/of/mine.mjs', line: 14 },
        selfMs: 49,
        totalMs: 49,
        files: 95,
        bytes: 854_000,
        phases: phases(49),
      },
      {
        name: "Node's own loader",
        kind: 'loader',
        selfMs: 10,
        totalMs: 10,
        files: 0,
        bytes: 0,
        phases: phases(0),
      },
      {
        name: './handler.mjs',
        kind: 'own',
        selfMs: 1,
        totalMs: 331,
        files: 1,
        bytes: 400,
        phases: phases(1),
      },
    ],
    duplicates: [
      {
        name: 'tslib',
        copies: [
          { version: '2.6.2', folder: '/a', selfMs: 1 },
          { version: '1.14.1', folder: '/b', selfMs: 2 },
        ],
      },
    ],
    loadMs: 341,
    loaderMs: 10,
    traced: {
      runs: 7,
      distortion: 1.21,
      distortionInterval: { lower: 1.18, upper: 1.25, coverage: 0.95 },
      esModules: 'all',
    },
    firstCall: {
      handlerMs: 12,
      loaded: [{ name: 'late/index.js', ms: 4, importedBy: { file: 'handler.mjs', line: 9 } }],
      connections: [{ kind: 'dns', name: 'example.com', ms: 3 }],
    },
    secondCall: { handlerMs: 0.3, loaded: [], connections: [] },
  },
  whatIfs: [
    {
      name: 'format',
      title: 'the other module system',
      how: 'npx x',
      notes: [],
      change: {
        n: 20,
        differenceMs: -2,
        differenceInterval: { lower: -9, upper: 7, coverage: 0.95 },
        p: 0.6,
        verdict: 'not-shown',
      },
    },
    {
      name: 'bundle',
      title: 'bundle with esbuild, minified',
      how: 'npx esbuild handler.mjs --bundle',
      notes: [],
      change: {
        n: 20,
        differenceMs: -182,
        differenceInterval: { lower: -201, upper: -160, coverage: 0.95 },
        p: 0.001,
        verdict: 'faster',
      },
    },
    {
      name: 'compile-cache',
      title: 'compile cache, shipped in the package',
      how: '',
      notes: [],
      broken: 'it answers 500 in place of 200',
    },
  ],
  budgets: [
    {
      budget: 'forbid zod',
      verdict: 'fail',
      expected: 'zod is not loaded',
      n: 7,
      reason: 'it is imported by src/x.mjs:3',
    },
  ],
  runs: ['2026-11-28T100000-abcd'],
}
