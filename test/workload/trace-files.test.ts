import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { traceFiles } from '../../src/workload/trace-files.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What a function reaches in a package with these `exports`, which has a file for each condition. */
async function reachedOf(exports: unknown): Promise<string[]> {
  const root = temporaryFolder()
  const dep = (name: string) => `node_modules/dep/${name}`
  writeFiles(root, {
    'package.json': '{}',
    'handler.js': "exports.handler = async () => require('dep')",
    [dep('package.json')]: JSON.stringify({ name: 'dep', exports }),
    [dep('sync.mjs')]: 'import "./beside.mjs"; export {}',
    [dep('beside.mjs')]: '',
    [dep('addon.js')]: '',
    [dep('index.js')]: '',
    [dep('index.mjs')]: '',
  })
  const workload = await openSource({ file: join(root, 'handler.js') }, { contract: 'lambda' })
  const found = await traceFiles(workload)
  return found.files.map((path) =>
    relative(join(found.root, 'node_modules', 'dep'), path)
      .split(sep)
      .join('/'),
  )
}

it.each([
  ['at the top', { '.': { 'module-sync': './sync.mjs', default: './index.js' } }],
  [
    'in an array of fallbacks',
    { '.': [{ 'module-sync': './sync.mjs', default: './index.js' }, './index.js'] },
  ],
  ['within another condition', { '.': { node: { 'module-sync': './sync.mjs', default: './index.js' } } }],
])(
  'what `module-sync` names %s goes along, and what an older Node loads in its place',
  async (_, exports) => {
    expect(await reachedOf(exports)).toEqual(expect.arrayContaining(['sync.mjs', 'beside.mjs', 'index.js']))
  },
)

it('what `node-addons` names goes along', async () => {
  const exports = { 'node-addons': './addon.js', default: './index.js' }
  expect(await reachedOf(exports)).toEqual(expect.arrayContaining(['addon.js', 'index.js']))
})

it.each([
  [
    'begins with a byte order mark, as Node takes it',
    '\uFEFF{"optionalDependencies":{"bin":"1.0.0"}}',
    ['bin'],
  ],
  ['is no JSON', '{"optionalDependencies":}', []],
])('a package whose package.json %s goes along', async (_, manifest, unseen) => {
  const root = temporaryFolder()
  writeFiles(root, {
    'package.json': '{}',
    'handler.js': "exports.handler = async () => require('dep')",
    'node_modules/dep/package.json': manifest,
    'node_modules/dep/index.js': '',
    'node_modules/bin/package.json': '{}',
  })
  const workload = await openSource({ file: join(root, 'handler.js') }, { contract: 'vercel' })
  const found = await traceFiles(workload)
  expect(found.files).toContain(join(found.root, 'node_modules', 'dep', 'index.js'))
  expect(found.unseen).toEqual(unseen)
})

/** What of a function goes along that names these on the machine that deploys it. */
async function reachedBy(source: string, root = temporaryFolder()): Promise<string[]> {
  writeFiles(root, { 'package.json': '{}', 'handler.js': source, 'own.txt': '' })
  const workload = await openSource({ file: join(root, 'handler.js') }, { contract: 'lambda' })
  const found = await traceFiles(workload)
  expect(found.base).toBe(found.root)
  return found.files.map((path) => relative(found.root, path))
}

describe.skipIf(process.platform === 'win32')(
  'what is the machine’s own is neither read nor uploaded',
  () => {
    afterEach(() => vi.unstubAllEnvs())

    it('a folder for temporary files, which may hold anything', async () => {
      const machine = temporaryFolder()
      mkdirSync(join(machine, 'a', 'node_modules', 'b'), { recursive: true })
      writeFileSync(join(machine, 'a', 'node_modules', 'b', 'index.js'), '')
      writeFileSync(join(machine, 'secret'), '')
      execFileSync('mkfifo', [join(machine, 'pipe')])
      const source = `const fs = require('fs'); exports.handler = async () => [fs.readdirSync('${machine}'), fs.readdirSync('/'), fs.readFileSync('${machine}/' + process.env.NAME)]`
      expect(await reachedBy(source)).toEqual(['handler.js', 'package.json'])
    })

    it('a home folder, also one that somebody installed packages in', async () => {
      const home = temporaryFolder()
      vi.stubEnv('HOME', home)
      mkdirSync(join(home, '.aws'))
      mkdirSync(join(home, 'node_modules'))
      writeFileSync(join(home, '.aws', 'credentials'), 'secret')
      const source = `const fs = require('fs'), path = require('path'), os = require('os')
      exports.handler = async () => fs.readFileSync(path.join(os.homedir(), '.aws', 'credentials'), 'utf8')`
      expect(await reachedBy(source)).toEqual(['handler.js', 'package.json'])
      expect(await reachedBy(source, join(home, 'project'))).toEqual(['handler.js', 'package.json'])
    })

    it('a file that is named outright, with or without an ending', async () => {
      const source = `const fs = require('fs'), path = require('path')
      exports.handler = async () => [fs.readFileSync('/etc/hosts'), fs.readFileSync('/etc/resolv.conf'), fs.readFileSync(path.join(__dirname, 'own.txt'))]`
      expect(await reachedBy(source)).toEqual(['handler.js', 'own.txt', 'package.json'])
    })

    it('a pipe in the function’s own folder', async () => {
      const root = temporaryFolder()
      mkdirSync(join(root, 'data'))
      execFileSync('mkfifo', [join(root, 'data', 'pipe')])
      const source = `const fs = require('fs'), path = require('path')
      exports.handler = async () => fs.readdirSync(path.join(__dirname, 'data'))`
      expect(await reachedBy(source, root)).toEqual(['handler.js', 'package.json'])
    })
  },
)
