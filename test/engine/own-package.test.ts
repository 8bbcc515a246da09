import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeOwnFunction } from '../../src/engine/describe-functions.ts'
import { findPackageFolder } from '../../src/engine/own-package.ts'
import type { Engine } from '../../src/engine/start-engine.ts'
import { invoke, startTestEngine } from './support/test-engine.ts'

let root: string
let engine: Engine | undefined
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'coldstart-own-')))
})
afterEach(async () => {
  await engine?.stop()
  engine = undefined
  rmSync(root, { recursive: true })
})

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
}

describe("the package of a user's own function", () => {
  it('is its folder', () => {
    write({ 'package.json': '{}', 'api/hello.mjs': 'import fs from "node:fs"', 'data/big': 'x' })
    expect(findPackageFolder(join(root, 'api/hello.mjs'))).toBe(join(root, 'api'))
  })

  it('is as wide as its relative imports reach', () => {
    write({
      'src/api/v1/hello.mjs': `import { a } from './a.mjs'`,
      'src/api/v1/a.mjs': `export * from '../../lib/b.js'`,
      'src/lib/b.js': `const c = require('./c')`,
      'src/lib/c.js': '',
    })
    expect(findPackageFolder(join(root, 'src/api/v1/hello.mjs'))).toBe(join(root, 'src'))
  })

  it('runs with its files, its module type and its dependencies, and leaves the source alone', async () => {
    write({
      'package.json': '{"type":"module"}',
      'node_modules/dep/package.json': '{"name":"dep","main":"main.js"}',
      'node_modules/dep/main.js': 'exports.word = "from a dependency"',
      'api/hello.js': `
        import { readFileSync } from 'node:fs'
        import dep from 'dep'
        import { text } from '../lib/text.js'
        export const handler = async () => [dep.word, text, readFileSync(new URL('./data.txt', import.meta.url), 'utf8')]`,
      'api/data.txt': 'a file beside it',
      'lib/text.js': `export const text = 'a module above it'`,
    })
    const own = describeOwnFunction('api/hello.js', 'lambda', root)
    expect([own.source, own.entry, own.name]).toEqual([root, 'api/hello.js', 'hello'])
    engine = await startTestEngine([own])
    const reply = await invoke(engine, 'hello', {})
    expect(reply.json).toEqual(['from a dependency', 'a module above it', 'a file beside it'])
    expect(reply.headers['x-coldstart-instance']).toContain('"invocation":1')
    write({ 'api/data.txt': 'still writable' })
  })

  it('is told apart as Netlify v1 or v2 by what it exports', () => {
    write({
      'old.mjs': 'export const handler = async () => ({})',
      'older.cjs': 'exports.handler = async () => ({})',
      'new.mjs': 'export default async () => new Response()',
    })
    const api = (name: string) => describeOwnFunction(name, 'netlify', root).netlifyApi
    expect(['old.mjs', 'older.cjs', 'new.mjs'].map(api)).toEqual(['v1', 'v1', 'v2'])
  })
})
