import { describe, expect, it } from 'vitest'
import { type OwnFunction, serveTogether } from './support/own-function.ts'
import { invoke } from './support/test-engine.ts'

const isNode24 = Number(process.versions.node.split('.', 1)[0]) >= 24

const handler = (body: string) => project('index.js', { 'index.js': `exports.handler = ${body}` })
const project = (path: string, files: Readonly<Record<string, string>>): OwnFunction => ({
  contract: 'lambda',
  files,
  path,
})

const answers: readonly (readonly [what: string, body: string, expected: unknown])[] = [
  ['a value returned without a promise is null', `() => ({ statusCode: 201 })`, null],
  ['a promise answers', `async () => 'promise'`, 'promise'],
  ['a thenable answers', `() => ({ then: (resolve) => resolve('thenable') })`, 'thenable'],
  ['the callback is passed whatever the number of parameters', `function () { arguments[2](null, 3) }`, 3],
  [
    'context.succeed answers',
    `(e, context) => { setTimeout(() => context.succeed({ via: 1 }), 20) }`,
    { via: 1 },
  ],
  ['context.done answers at once', `(e, c) => { setTimeout(() => {}, 60000); c.done(null, 'done') }`, 'done'],
  [
    'a callback that shall not wait answers at once',
    `(e, c, callback) => { c.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60000); callback(null, 1) }`,
    1,
  ],
  ['one that never answers is null', `(e, c, callback) => {}`, null],
  [
    'a callback answers only when the event loop is empty',
    `(e, c, callback) => { setTimeout(() => { late = 'late' }, 80); let late; const o = { toJSON: () => late }; callback(null, o) }`,
    'late',
  ],
]

const below24 = {
  ...Object.fromEntries(answers.map(([, body], index) => [`answer${index}`, handler(body)])),
  fails: handler(`(e, c) => { c.fail(new TypeError('no')) }`),
  required: project('index.js', {
    'index.js': 'const parent = !!module.parent\nexports.handler = async () => parent',
  }),
  imported: project('index.js', {
    'index.js': `export const handler = async () => await Promise.resolve('esm')\nawait 0`,
    'package.json': '{}',
  }),
}
const from24 = {
  plain: handler(`() => ({ statusCode: 201 })`),
  callback: handler(`(e, c, callback) => callback(null, 1)`),
}

const served = serveTogether<string>({
  ...(isNode24 ? from24 : below24),
  file: project('hello.js', { 'hello.js': `exports.handler = async () => 'file'`, 'hello/util.js': '' }),
  stem: project('handler.mjs', {
    'handler.mjs': `export const handler = async () => 'mjs'`,
    'handler.js': `exports.handler = async () => 'js'`,
  }),
})
const run = async (name: string) => (await invoke(served(name).engine, name, {})).json

describe.skipIf(isNode24)('a handler below Node 24', () => {
  it.each(answers.map(([what, , expected], index) => [what, `answer${index}`, expected]))(
    '%s',
    async (_, name, expected) => {
      expect(await run(`${name}`)).toEqual(expected)
    },
  )

  it('fails by context.fail and by an error to the callback', async () => {
    expect(await run('fails')).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' })
  })

  it('is required where it is CommonJS: module.parent is set', async () => {
    expect(await run('required')).toBe(true)
  })

  it('is imported where .js holds an ES module after all', async () => {
    expect(await run('imported')).toBe('esm')
  })
})

describe.runIf(isNode24)('a handler on Node 24', () => {
  it('may return a plain value', async () => {
    expect(await run('plain')).toEqual({ statusCode: 201 })
  })

  it('that takes a callback is refused by name', async () => {
    expect(await run('callback')).toMatchObject({ errorType: 'Runtime.CallbackHandlerDeprecated' })
  })
})

describe('the file that was named', () => {
  it('is loaded, never the folder of its name', async () => {
    expect(await run('file')).toBe('file')
  })

  it('is loaded where there is another of its stem', async () => {
    expect(await run('stem')).toBe('mjs')
  })
})
