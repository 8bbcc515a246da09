import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Contract } from '../../src/workload/contract.ts'
import { makeDeployedPackage } from '../../src/workload/deployed-package.ts'
import { listPackage } from '../../src/workload/list-package.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import type { Workload } from '../../src/workload/workload.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let root: string
beforeEach(() => {
  root = realpathSync(temporaryFolder())
})

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
}

const open = (path: string, contract: Contract = 'lambda') => openOwnFunction({ path, contract, cwd: root })
const deployedHash = async (workload: Workload) => (await makeDeployedPackage(workload)).sha256
const pathsOf = async (path: string) => (await (await open(path)).files()).map((file) => file.path)

describe("the package of a user's own function", () => {
  it('begins at the nearest package.json', async () => {
    write({ 'package.json': '{}', 'api/hello.mjs': '', 'data/items.json': '[]' })
    expect(await open('api/hello.mjs')).toMatchObject({ root, entry: 'api/hello.mjs', name: 'hello' })
    expect(await pathsOf('api/hello.mjs')).toEqual(['api/hello.mjs', 'data/items.json', 'package.json'])
  })

  it('is its folder where there is no package.json', async () => {
    write({ 'api/hello.mjs': 'import fs from "node:fs"', 'data/big': 'x' })
    expect(await open('api/hello.mjs')).toMatchObject({ root: join(root, 'api'), entry: 'hello.mjs' })
  })

  it('is as wide as its relative imports reach', async () => {
    write({
      'src/api/v1/hello.mjs': `import { a } from './a.mjs'`,
      'src/api/v1/a.mjs': `export * from '../../lib/b.js'`,
      'src/lib/b.js': `const c = require('./c')`,
      'src/lib/c.js': '',
    })
    expect((await open('src/api/v1/hello.mjs')).root).toBe(join(root, 'src'))
  })

  it('has no secrets, no history, no recorded runs and no dependencies in it, at any depth', async () => {
    write({
      'package.json': '{}',
      'index.js': '',
      '.env': 'SECRET=1',
      '.env.local': 'SECRET=1',
      '.npmrc': 'token',
      'sub/.env.production': 'SECRET=1',
      'sub/.npmrc': 'token',
      '.git/config': '',
      '.coldstart/ledger.jsonl': '',
      'results/run.jsonl': '',
      'node_modules/dep/index.js': '',
      'sub/node_modules/dep/index.js': '',
      'sub/kept.txt': '',
    })
    const workload = await open('index.js')
    expect((await workload.files()).map(({ path }) => path)).toEqual([
      'index.js',
      'package.json',
      'sub/kept.txt',
    ])
    expect((await listPackage(workload)).modules).toEqual(['node_modules', 'sub/node_modules'])
  })

  it('keeps a folder called results where the code imports from it', async () => {
    write({
      'package.json': '{}',
      'index.mjs': `import './results/format.mjs'`,
      'results/format.mjs': '',
      'results/run.jsonl': '',
    })
    expect(await pathsOf('index.mjs')).toEqual(['index.mjs', 'package.json', 'results/format.mjs'])
  })

  it('follows links, and is not harmed by one that leads nowhere, in a circle or to a secret', async () => {
    write({ 'app/package.json': '{}', 'app/index.js': '', 'shared/a.txt': 'a', '.env': 'SECRET=1' })
    symlinkSync('../shared', join(root, 'app/shared'))
    symlinkSync('/nonexistent/target', join(root, 'app/broken'))
    symlinkSync('..', join(root, 'app/circle'))
    symlinkSync('../.env', join(root, 'app/settings'))
    symlinkSync('index.js', join(root, 'app/again.js'))
    expect(await pathsOf('app/index.js')).toEqual(['again.js', 'index.js', 'package.json', 'shared/a.txt'])
  })

  it('passes over sockets', async () => {
    write({ 'index.js': '' })
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(root, 'a.sock'), resolve))
    expect(await pathsOf('index.js')).toEqual(['index.js'])
    server.close()
  })

  it('has one hash whatever its place, and another when a byte changes', async () => {
    write({ 'a/index.js': '1', 'b/index.js': '1', 'c/index.js': '2' })
    const [a, b, c] = await Promise.all(
      ['a', 'b', 'c'].map(async (one) => (await open(`${one}/index.js`)).hash()),
    )
    expect(a).toBe(b)
    expect(a).not.toBe(c)
  })

  it('has another hash for each entry, of the same files', async () => {
    write({ 'a.mjs': 'export const handler = 1', 'b.mjs': 'export const handler = 1' })
    const opened = await Promise.all(['a.mjs', 'b.mjs'].map((path) => open(path)))
    const [a, b] = await Promise.all(opened.map(async (one) => (await one.files()).map(({ path }) => path)))
    expect(a).toEqual(b)
    for (const hashOf of [(one: Workload) => one.hash(), deployedHash])
      expect(new Set(await Promise.all(opened.map(hashOf))).size).toBe(2)
  })

  it.each([
    ['export const handler = async () => ({})', 'v1'],
    ['exports.handler = async () => ({})', 'v1'],
    ['const handler = 1\nmodule.exports = { handler }', 'v1'],
    ['export const handler = 1\nexport default 2', 'v1'],
    ['export default async () => new Response()', 'v2'],
  ])('takes %j for Netlify %s', async (source, form) => {
    write({ 'a.js': source })
    expect((await open('a.js', 'netlify')).form).toBe(form)
  })

  it.each([
    ['export function GET() {}', 'web'],
    ['export default (req, res) => {}', 'node'],
  ])('takes %j for the %s form of Vercel', async (source, form) => {
    write({ 'a.js': source })
    expect((await open('a.js', 'vercel')).form).toBe(form)
  })

  it('is refused where there is no file, or none that Node runs', async () => {
    write({ 'a.php': '', 'folder/index.js': '' })
    await expect(open('missing.js')).rejects.toMatchObject({ code: 'no-function' })
    await expect(open('folder')).rejects.toMatchObject({ code: 'no-function' })
    await expect(open('a.php')).rejects.toMatchObject({ code: 'not-javascript' })
  })
})
