import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { whyFormats } from '../../../src/reporters/why/formats.ts'
import { layoutLoad } from '../../../src/reporters/why/layout.ts'
import { whyText } from '../../../src/reporters/why/why-text.ts'
import { report } from './sample-report.ts'

const text = (columns: number) => whyText(report, { columns, colorLevel: 0, all: false })

test('the report in 80 columns', () => {
  expect(text(80)).toMatchInlineSnapshot(`
    "Cold start 412 ms (398–431, n = 20): boot 51.0, load 341, first handler 12.0,
      rest 8.00

    Where the 341 ms of loading go                self  with imports  files       kB
    core  imported by <b>/index.js:2            163 ms        163 ms     90      900
    <b>  imported by src/store.mjs:3            118 ms        281 ms    212    1,204
    zod                                        49.0 ms       49.0 ms     95      854
      imported by a/very/long/path/to/some/module/of/mine.mjs:14
    Node's own loader                          10.0 ms
    ./handler.mjs                              1.00 ms        331 ms      1      0.4
    of it resolve 0.00, read 0.00, compile 0.00, evaluate 331, loader 10.0 ms

    Shares of 7 traced starts, scaled to the load without tracing. Tracing made the
      load 1.21 × (1.18–1.25) as long.
    2 copies of tslib (2.6.2, 1.14.1): 3.00 ms together.

    The first call of the handler took 12.0 ms, traced; the second took 0.30 ms. It
      loaded late/index.js (handler.mjs:9): 4.00 ms. It looked up example.com (3.00
      ms).

    What would help, measured here (20 interleaved rounds each)
    bundle with esbuild, minified             −182 ms (−201 to −160)
      npx esbuild handler.mjs --bundle
    the other module system                   no change shown (−9.00 to +7.00)
      npx x
    compile cache, shipped in the package
      breaks the function: it answers 500 in place of 200

    budget fail: forbid zod: it is imported by src/x.mjs:3
    "
  `)
  for (const line of text(80).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('in bars within bars every module lies in the one that imported it, and all make the load', () => {
  const bars = layoutLoad(report.load)
  expect(bars.map(({ name, depth, startMs, endMs }) => [name, depth, startMs, endMs])).toEqual([
    ['./handler.mjs', 0, 0, 331],
    ['<b>/index.js', 1, 0, 281],
    ['core/index.js', 2, 0, 163],
    ['zod/index.js', 1, 281, 330],
    ["Node's own loader", 0, 331, 341],
  ])
})

test('the flame graph keeps to speedscope’s own schema, and opens and closes in order', async () => {
  const graph = JSON.parse((await whyFormats.speedscope?.(report)) ?? '')
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'speedscope.schema.json'), 'utf8'))
  expect(z.fromJSONSchema(schema).safeParse(graph)).toMatchObject({ success: true })
  const { events, endValue } = graph.profiles[0]
  const open: number[] = []
  let lastMs = 0
  for (const { type, frame, at } of events) {
    expect(at).toBeGreaterThanOrEqual(lastMs)
    lastMs = at
    if (type === 'O') open.push(frame)
    else expect(open.pop()).toBe(frame)
  }
  expect([open, endValue]).toEqual([[], 341])
})

test('Chrome’s trace has a complete event for each module, in microseconds', async () => {
  const { traceEvents } = JSON.parse((await whyFormats['chrome-trace']?.(report)) ?? '')
  const complete = traceEvents.filter(({ ph }: { ph: string }) => ph === 'X')
  expect(complete).toHaveLength(5)
  expect(complete[3]).toMatchObject({ name: 'zod/index.js', ts: 281_000, dur: 49_000 })
})

test('the page shows every module without script, and a hostile name stays text', async () => {
  const page = (await whyFormats.html?.(report)) ?? ''
  expect(page).toContain('<title>zod/index.js: 49.0 ms, 49.0 ms its own</title>')
  expect(page).toContain('<summary>')
  expect(page).not.toContain('<b>')
  expect(page).not.toMatch(/<script(?! type="application\/json")/)
})

test('Markdown and CSV have every row, and a hostile name stays text in both', async () => {
  const words = (await whyFormats.markdown?.(report)) ?? ''
  expect(words).toContain('| core | 163 ms'.replace(' ms', ''))
  expect(words).toContain('&lt;b&gt;')
  expect(words).not.toContain('<b>')
  expect(words).toContain('- bundle with esbuild, minified: −182 ms (−201 to −160)')
  const lines = ((await whyFormats.csv?.(report)) ?? '').trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^name,kind,version/)
  expect(lines).toHaveLength(1 + report.load.rows.length)
  expect(lines[1]).toBe('core,package,,,,<b>/index.js,2,163,163,0,0,0,163,90,900000')
})

const against = {
  revision: 'main',
  commit: 'abcdef0123456789',
  coldStart: { n: 20, waitMs: 374 },
  loadNowMs: 341,
  change: {
    n: 20,
    differenceMs: 38,
    differenceInterval: { lower: 30, upper: 46, coverage: 0.95 },
    p: 0.001,
    verdict: 'slower' as const,
  },
}
const comparedWith = {
  startedAt: report.startedAt,
  function: report.function,
  loadMs: 303,
  changes: [
    {
      name: 'axios',
      beforeMs: 0,
      afterMs: 38,
      cameIn: true as const,
      importedBy: { file: 'src/http.ts', line: 1 },
    },
  ],
}

test('against a revision: the change of the cold start with its interval, and what came in through which line', () => {
  const words = whyText(
    { ...report, comparedWith: { ...comparedWith, against } },
    { columns: 200, colorLevel: 0, all: false },
  )
  expect(words.replace(/\n +/g, ' ')).toContain(
    'Against main (abcdef012345), in the same rounds: the cold start takes +38.0 ms (+30.0 to +46.0, 20 rounds); +38.0 ms of load (303 to 341).',
  )
  expect(words).toContain('+38.0 ms: axios came in through src/http.ts:1')
})

test('a bundle is said to be shown as its modules, by position or by size', () => {
  const bundle = { file: 'dist/handler.mjs', modules: 312, bytes: 1000, restMs: 4 }
  const said = (bundles: typeof report.load.bundles) =>
    whyText(
      { ...report, load: { ...report.load, ...(bundles && { bundles }) } },
      { columns: 120, colorLevel: 0, all: false },
    ).replace(/\n +/g, ' ')
  expect(said([{ ...bundle, evaluation: 'position', profiledStarts: 7, placedShare: 0.94 }])).toContain(
    'dist/handler.mjs is shown as the 312 modules of its source map: evaluating by position (7 profiled starts, 94 % of it placed), reading and compiling by size. 4.00 ms are of none of them',
  )
  expect(said([{ ...bundle, evaluation: 'size', reason: 'no copy of it can be made' }])).toContain(
    'all by size, since no copy of it can be made',
  )
})

test('of one round, of two and of none it is said that there is no interval', () => {
  const { load, coldStart, whatIfs } = report
  const few = (n: number) => {
    const changes = whatIfs.map((one) =>
      one.change ? { ...one, change: { ...one.change, n, differenceInterval: undefined } } : one,
    )
    const { waitInterval: _, ...start } = coldStart
    const { distortionInterval: __, ...traced } = load.traced
    const judged = {
      verdict: 'inconclusive',
      budget: 'load < 9ms',
      expected: 'load < 9 ms',
      found: 8,
      unit: 'ms',
    }
    return whyText(
      {
        ...report,
        coldStart: { ...start, n },
        load: { ...load, traced: { ...traced, runs: n } },
        whatIfs: n === 0 ? changes.filter(({ change }) => !change) : changes,
        budgets: [{ ...judged, n, interval: { coverage: 0 } }],
      } as unknown as typeof report,
      { columns: 100, colorLevel: 0, all: false },
    )
  }
  expect(few(1)).toContain('Cold start 412 ms (n = 1, too few for an interval)')
  expect(few(1)).toContain('Shares of one traced start,')
  expect(few(1)).toMatch(/1\.21 × \(too\s+few rounds for an interval\)/)
  expect(few(1)).toContain('measured here (one round)')
  expect(few(1)).toContain('found 8.00 (too few for an interval), n = 1')
  expect(few(2)).toContain('measured here (2 interleaved rounds each)')
  expect(few(0)).toMatch(/^What would help$/m)
  for (const n of [0, 1, 2]) expect(few(n)).not.toMatch(/\?–|–\?|\(1 \w+ rounds|1 traced starts/)
})
