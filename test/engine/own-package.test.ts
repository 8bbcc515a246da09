import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import type { Engine } from '../../src/engine/start-engine.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
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
    const own = await openOwnFunction({ path: 'api/hello.js', contract: 'lambda', cwd: root })
    expect([own.root, own.entry, own.name]).toEqual([root, 'api/hello.js', 'hello'])
    engine = await startTestEngine([{ ...functionDefaults, ...own }])
    const reply = await invoke(engine, 'hello', {})
    expect(reply.json).toEqual(['from a dependency', 'a module above it', 'a file beside it'])
    expect(reply.headers['x-coldstart-instance']).toContain('"invocation":1')
    write({ 'api/data.txt': 'still writable' })
  })
})
