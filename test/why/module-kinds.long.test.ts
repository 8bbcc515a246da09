import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { WhyReport } from '../../src/core/why-report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findAddon } from './support/addon.ts'
import { burn } from './support/burn.ts'
import { explainFile, type Files, moduleIn, rowIn, writeFiles } from './support/explain-files.ts'
import { nodes } from './support/nodes.ts'

const WORDS = ['--provider', 'lambda', '--cold', '1', '--no-what-if']
const manifest = (name: string, more = '"main":"i.js"', version = '1.0.0') =>
  `{"name":"${name}","version":"${version}",${more}}`
const folderOf = (name: string, source: string, version?: string): Files => ({
  [`node_modules/${name}/package.json`]: manifest(
    name.replace(/^.*node_modules\//, ''),
    '"main":"i.js"',
    version,
  ),
  [`node_modules/${name}/i.js`]: source,
})
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

const COMMON_JS: Files = {
  'package.json': '{"name":"kinds","imports":{"#own":"./lib/own.js"}}',
  'handler.js': `require('patches')
require('#own')
require('native')
process.dlopen({ exports: {} }, require.resolve('native/other.node'))
require('linked')
require('./note.txt')
require('./lib/esm.mjs')
try { require('./lib/throws.js') } catch {}
try { require('nowhere') } catch {}
for (let times = 0; times < 2; times++) {
  delete require.cache[require.resolve('./lib/again.js')]
  require('./lib/again.js')
}
const unawaited = import('./lib/unawaited.mjs')
const net = require('net')
const dns = require('dns')
exports.handler = async () => {
  await unawaited
  await import('./lib/late.mjs')
  require('late')
  await dns.promises.lookup('localhost')
  await new Promise((resolve) => net.connect(Number(process.env.OPEN), 'localhost').once('connect', function () { resolve(this.destroy()) }))
  await fetch('http://127.0.0.1:' + process.env.CLOSED).catch(() => {})
  return { ok: true }
}
`,
  ...folderOf(
    'patches',
    `const Module = require('module')
const { _load } = Module
Module._load = function (...given) { return _load.apply(this, given) }
const { _compile } = Module.prototype
Module.prototype._compile = function (content, ...rest) { return _compile.call(this, '/**/' + content, ...rest) }
Module._extensions['.txt'] = (module, filename) => { module.exports = require('fs').readFileSync(filename, 'utf8') }`,
  ),
  'lib/own.js': 'exports.own = 1',
  ...folderOf('native', "try { require('./one.node') } catch {}"),
  'node_modules/.pnpm/linked@1.2.3/node_modules/linked/package.json': manifest(
    'linked',
    '"main":"i.js"',
    '1.2.3',
  ),
  'node_modules/.pnpm/linked@1.2.3/node_modules/linked/i.js': "require('dep')",
  'node_modules/.pnpm/linked@1.2.3/node_modules/dep': { link: '../../dep@2.0.0/node_modules/dep' },
  'node_modules/.pnpm/dep@2.0.0/node_modules/dep/package.json': manifest('dep', '"main":"i.js"', '2.0.0'),
  'node_modules/.pnpm/dep@2.0.0/node_modules/dep/i.js': burn(15),
  'node_modules/linked': { link: '.pnpm/linked@1.2.3/node_modules/linked' },
  'note.txt': 'a note',
  'lib/esm.mjs': "import './esm-below.mjs'\nexport {}\n",
  'lib/esm-below.mjs': burn(15),
  'lib/throws.js': `${burn(15)}throw new Error('no')`,
  'lib/again.js': burn(15),
  'lib/unawaited.mjs': burn(15),
  'lib/late.mjs': burn(15),
  ...folderOf('late', burn(15)),
}

async function explain(files: Files, words: readonly string[], node: string): Promise<WhyReport> {
  const folder = temporaryFolder()
  await writeFiles(folder, files)
  const report = await explainFile(folder, ['handler.js', ...WORDS, ...words], node)
  const { rows, loadMs } = report.load
  expect(rows.reduce((sum, { selfMs }) => sum + selfMs, 0)).toBeCloseTo(loadMs, 6)
  return report
}

const at = (file: string, line: number) => ({ file, line })

/** A server, and the port of one that is gone. */
async function ports(): Promise<{ open: number; closed: number }> {
  const [server, gone] = [createServer(), createServer()]
  for (const one of [server, gone]) await new Promise<void>((up) => one.listen(0, 'localhost', up))
  const [open, closed] = [server, gone].map((one) => (one.address() as { port: number }).port)
  await new Promise((ended) => gone.close(ended))
  onTestFinished(() => void server.close())
  return { open: open as number, closed: closed as number }
}

describe.each(nodes)('under $name', ({ name, path = '' }) => {
  const skip = path === '' ? test.skip : test
  const isTold = !name.endsWith(' 20')

  skip('ES modules that wait at the same time have each what it does behind its await', async () => {
    const waits = (ms: number) => `await null\n${burn(ms)}await null\nexport {}\n`
    const report = await explain(
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

  skip('a body that asks thousands of times for what is loaded has that in its resolving, all of it', async () => {
    const report = await explain(
      {
        'handler.js':
          "require('./once.js')\nrequire('./asks.js')\nexports.handler = async () => ({ ok: true })\n",
        'once.js': 'exports.once = 1\n',
        'asks.js': "require('./once.js')\n".repeat(3000),
      },
      [],
      path,
    )
    const { evaluateMs, resolveMs } = moduleIn(report, './asks.js')?.phases ?? { evaluateMs: 1, resolveMs: 0 }
    expect(evaluateMs).toBeLessThan(resolveMs / 3)
  })

  skip('a package of ES modules: each kind of module has its time, importer, format and package', async () => {
    const report = await explain(ES_MODULES, [], path)
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

  skip('a CommonJS package: addons, links, patched loaders, ES modules that are required, what throws', async () => {
    const addon = findAddon() ?? ''
    const { open, closed } = await ports()
    const files = {
      ...COMMON_JS,
      'node_modules/native/one.node': addon,
      'node_modules/native/other.node': addon,
    }
    const report = await explain(files, ['--env', `OPEN=${open}`, '--env', `CLOSED=${closed}`], path)
    const { load } = report
    for (const [file, by] of [
      ['one', at('native/i.js', 1)],
      ['other', { file: 'handler.js' }],
    ] as const)
      expect(moduleIn(report, `native/${file}.node`)).toMatchObject({ format: 'addon', importedBy: by })
    expect(rowIn(report, 'linked')).toMatchObject({ version: '1.2.3', importedBy: at('handler.js', 5) })
    expect(rowIn(report, 'dep')).toMatchObject({ version: '2.0.0', importedBy: at('linked/i.js', 1) })
    expect(moduleIn(report, './note.txt')?.importedBy).toEqual(at('handler.js', 6))
    // On Node 20 as the patched loader hands it on, with four bytes more.
    expect(moduleIn(report, './lib/esm.mjs')).toMatchObject({ format: 'module', bytes: isTold ? 35 : 39 })
    // Node 20 does not tell what it imports apart, and the report says so.
    const [above, below] = ['./lib/esm.mjs', './lib/esm-below.mjs'].map((one) => moduleIn(report, one))
    if (!isTold) expect(above?.phases.compileMs).toBeGreaterThan(5)
    for (const one of [
      ...(isTold ? [below] : []),
      moduleIn(report, './lib/throws.js'),
      moduleIn(report, './lib/again.js'),
    ])
      expect(one?.phases.evaluateMs).toBeGreaterThan(one?.phases.compileMs ?? Infinity)
    expect(load.duplicates).toEqual([])
    const [first, second] = [load.firstCall?.loaded ?? [], load.secondCall?.loaded]
    // What nobody waits for may be through before the load is over.
    const late = first.map(({ name: one }) => one).filter((one) => one !== './lib/unawaited.mjs')
    expect(late.sort()).toEqual(['./lib/late.mjs', 'late/i.js'])
    expect(second).toEqual([])
    const everywhere = [...load.modules, ...first].map(({ name: one }) => one)
    expect(everywhere).toContain('./lib/unawaited.mjs')
    for (const call of [load.firstCall, load.secondCall])
      expect(call?.connections.map(({ kind, name: one, failed = '' }) => [kind, one, failed])).toEqual([
        ['dns', 'localhost', ''],
        ['dns', 'localhost', ''],
        ['socket', `localhost:${open}`, ''],
        ['socket', `127.0.0.1:${closed}`, 'ECONNREFUSED'],
      ])
  })
})

test('a function that throws, ends or never ends while it is loaded is asked twice and not measured', async () => {
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
