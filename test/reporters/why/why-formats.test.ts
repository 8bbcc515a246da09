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
    the other module system                   not shown (−9.00 to +7.00)
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
