import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import type { Engine } from '../../src/engine/start-engine.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { invoke, startTestEngine } from './support/test-engine.ts'

const isNode24 = Number(process.versions.node.split('.', 1)[0]) >= 24
let engine: Engine | undefined
let root: string
beforeEach(() => {
  root = temporaryFolder()
})
afterEach(() => engine?.stop())

async function run(path: string, files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const own = await openOwnFunction({ path, contract: 'lambda', cwd: root })
  engine = await startTestEngine([{ ...functionDefaults, ...own }])
  return invoke(engine, own.name, {})
}

const handler = (body: string) => ({ 'index.js': `exports.handler = ${body}` })

describe.skipIf(isNode24)('a handler below Node 24', () => {
  it.each([
    ['a value returned without a promise is null', `() => ({ statusCode: 201 })`, null],
    ['a promise answers', `async () => 'promise'`, 'promise'],
    ['a thenable answers', `() => ({ then: (resolve) => resolve('thenable') })`, 'thenable'],
    ['the callback is passed whatever the number of parameters', `function () { arguments[2](null, 3) }`, 3],
    [
      'context.succeed answers',
      `(e, context) => { setTimeout(() => context.succeed({ via: 1 }), 20) }`,
      { via: 1 },
    ],
    [
      'context.done answers at once',
      `(e, c) => { setTimeout(() => {}, 60000); c.done(null, 'done') }`,
      'done',
    ],
    [
      'a callback that shall not wait answers at once',
      `(e, c, callback) => { c.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60000); callback(null, 1) }`,
      1,
    ],
    ['one that never answers is null', `(e, c, callback) => {}`, null],
  ])('%s', async (_, body, expected) => {
    expect((await run('index.js', handler(body))).json).toEqual(expected)
  })

  it('answers by callback only when the event loop is empty', async () => {
    const body = `(e, c, callback) => { setTimeout(() => { late = 'late' }, 80); let late; const o = { toJSON: () => late }; callback(null, o) }`
    expect((await run('index.js', handler(body))).json).toBe('late')
  })

  it('fails by context.fail and by an error to the callback', async () => {
    const reply = await run('index.js', handler(`(e, c) => { c.fail(new TypeError('no')) }`))
    expect(reply.json).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' })
  })

  it('is required where it is CommonJS: module.parent is set', async () => {
    const source = `const parent = !!module.parent\nexports.handler = async () => parent`
    expect((await run('index.js', { 'index.js': source })).json).toBe(true)
  })

  it('is imported where .js holds an ES module after all', async () => {
    const source = `export const handler = async () => await Promise.resolve('esm')\nawait 0`
    expect((await run('index.js', { 'index.js': source, 'package.json': '{}' })).json).toBe('esm')
  })
})

describe.runIf(isNode24)('a handler on Node 24', () => {
  it('may return a plain value', async () => {
    expect((await run('index.js', handler(`() => ({ statusCode: 201 })`))).json).toEqual({ statusCode: 201 })
  })

  it('that takes a callback is refused by name', async () => {
    const reply = await run('index.js', handler(`(e, c, callback) => callback(null, 1)`))
    expect(reply.json).toMatchObject({ errorType: 'Runtime.CallbackHandlerDeprecated' })
  })
})

describe('the file that was named', () => {
  it('is loaded, never the folder of its name', async () => {
    const files = { 'hello.js': `exports.handler = async () => 'file'`, 'hello/util.js': '' }
    expect((await run('hello.js', files)).json).toBe('file')
  })

  it('is loaded where there is another of its stem', async () => {
    const files = {
      'handler.mjs': `export const handler = async () => 'mjs'`,
      'handler.js': `exports.handler = async () => 'js'`,
    }
    expect((await run('handler.mjs', files)).json).toBe('mjs')
  })
})
