import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findAddon } from './support/addon.ts'
import { burn } from './support/burn.ts'
import { type Files, moduleIn, rowIn } from './support/explain-files.ts'
import { at, explainKinds, folderOf, manifest } from './support/module-kinds.ts'
import { nodes } from './support/nodes.ts'

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

  skip('a body that asks thousands of times for what is loaded has that in its resolving, all of it', async () => {
    const report = await explainKinds(
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

  skip('a CommonJS package: addons, links, patched loaders, ES modules that are required, what throws', async () => {
    const addon = findAddon() ?? ''
    const { open, closed } = await ports()
    const files = {
      ...COMMON_JS,
      'node_modules/native/one.node': addon,
      'node_modules/native/other.node': addon,
    }
    const report = await explainKinds(files, ['--env', `OPEN=${open}`, '--env', `CLOSED=${closed}`], path)
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
