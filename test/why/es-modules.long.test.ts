import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { burn } from './support/burn.ts'
import { explainFile, type Files, moduleIn, writeFiles } from './support/explain-files.ts'
import { at, explainKinds, folderOf, manifest, WORDS } from './support/module-kinds.ts'
import { nodes } from './support/nodes.ts'

/** Two numbers are added. */
const WASM = Buffer.from(
  '0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b',
  'hex',
)

const ES_MODULES: Files = {
  'package.json': '{"name":"kinds","type":"module","imports":{"#tool":"tslib","#own":"./lib/own.js"}}',
  'handler.js': `import 'left'
import 'right'
import '#tool'
import '#own'
import './lib/waits.js'
import data from './lib/data.json' with { type: 'json' }
import './lib/a.js'
import './lib/twice.js?v=1'
import './lib/twice.js?v=2'
import one from 'data:text/javascript,export default 1'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import 'twin'
const require = createRequire(import.meta.url)
require('twin')
await import('./lib/at-start.js')
await import('./lib/fails.js').catch(() => {})
${burn(40)}await WebAssembly.instantiate(readFileSync(new URL('./lib/add.wasm', import.meta.url)))
const worker = new Worker(new URL('./lib/worker.js', import.meta.url))
await new Promise((resolve) => worker.once('message', resolve))
await worker.terminate()
export const handler = async () => ({ one, data })
`,
  'lib/own.js': 'export const own = 1\n',
  'lib/waits.js': `${burn(15)}await new Promise((resolve) => setTimeout(resolve, 5))\n`,
  'lib/data.json': '{"a":1}',
  // A cycle.
  'lib/a.js': "import './b.js'\n",
  'lib/b.js': "import './a.js'\n",
  'lib/twice.js': burn(15),
  'lib/at-start.js': `import './own.js'\n${burn(15)}`,
  'lib/fails.js': "throw new Error('no')\n",
  'lib/add.wasm': WASM,
  'lib/worker.js': "import { parentPort } from 'node:worker_threads'\nparentPort.postMessage('up')\n",
  ...folderOf('tslib', 'exports.v = 2', '2.0.0'),
  ...folderOf('left', "require('tslib')\nrequire('./d.json')"),
  'node_modules/left/d.json': '{}',
  ...folderOf('left/node_modules/tslib', 'exports.v = 1'),
  ...folderOf('right', "require('tslib')"),
  ...folderOf('right/node_modules/tslib', 'exports.v = 1'),
  'node_modules/twin/package.json': manifest('twin', '"exports":{"import":"./e.mjs","require":"./c.cjs"}'),
  'node_modules/twin/e.mjs': 'export {}\n',
  'node_modules/twin/c.cjs': 'exports.c = 1\n',
}

describe.each(nodes)('under $name', ({ name, path = '' }) => {
  const skip = path === '' ? test.skip : test
  const isTold = !name.endsWith(' 20')

  skip('ES modules that wait at the same time have each what it does behind its await', async () => {
    const waits = (ms: number) => `await null\n${burn(ms)}await null\nexport {}\n`
    const report = await explainKinds(
      {
        'package.json': '{"type":"module"}',
        'handler.js':
          "import './long.js'\nimport './short.js'\nexport const handler = async () => ({ ok: true })\n",
        'long.js': waits(120),
        'short.js': waits(20),
      },
      [],
      path,
    )
    const of = (file: string) => moduleIn(report, file)?.phases.evaluateMs ?? 0
    expect(of('./short.js')).toBeGreaterThan(0)
    expect(of('./long.js')).toBeGreaterThan(2 * of('./short.js'))
  })

  skip('a package of ES modules: each kind of module has its time, importer, format and package', async () => {
    const report = await explainKinds(ES_MODULES, [], path)
    const { load } = report
    expect(moduleIn(report, './lib/waits.js')).toMatchObject({ awaits: true, format: 'module' })
    expect(moduleIn(report, './handler.js')?.awaits).toBe(true)
    expect(moduleIn(report, './lib/own.js')).toMatchObject({ importedBy: at('handler.js', 4), bytes: 21 })
    expect(moduleIn(report, './lib/data.json')).toMatchObject({ importedBy: at('handler.js', 6), bytes: 7 })
    if (isTold) expect(moduleIn(report, './lib/data.json')?.format).toBe('json')
    expect(moduleIn(report, 'left/d.json')).toMatchObject({ format: 'json', importedBy: at('left/i.js', 2) })
    expect(moduleIn(report, './lib/b.js')).toMatchObject({ importedBy: at('lib/a.js', 1) })
    expect(moduleIn(report, './lib/at-start.js')?.importedBy).toEqual(at('handler.js', 17))
    expect(moduleIn(report, 'data:text/javascript,export default 1')?.importedBy?.line).toBe(10)
    expect(['twin/e.mjs', 'twin/c.cjs'].map((one) => moduleIn(report, one)?.format)).toEqual([
      'module',
      'commonjs',
    ])
    expect(load.modules.filter(({ name: one }) => one === './lib/twice.js')).toHaveLength(1)
    // What comes after one that threw is not its time.
    const [after, failed] = ['./handler.js', './lib/fails.js'].map(
      (one) => moduleIn(report, one)?.phases.evaluateMs,
    )
    expect(after).toBeGreaterThan(failed ?? Infinity)
    expect(
      load.duplicates.map(({ name: one, copies }) => [one, copies.map(({ version }) => version).sort()]),
    ).toEqual([['tslib', ['1.0.0', '1.0.0', '2.0.0']]])
    expect(load.workers).toBe(1)
    expect(load.modules.some(({ name: one }) => one === './lib/worker.js')).toBe(false)
  })
})

test('a function that throws or ends while it is loaded is asked twice and not measured', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, {
    'throws.mjs': "throw new Error('no database')\nexport const handler = () => 1",
    'ends.mjs': 'process.exit(0)\nexport const handler = () => 1',
  })
  const say = (file: string) => explainFile(folder, [file, ...WORDS])
  await expect(say('throws.mjs')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no database'),
  })
  await expect(say('ends.mjs')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Runtime exited'),
  })
})
