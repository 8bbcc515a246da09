import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const small = ['--cold', '1', '--warm', '1', '--format', 'json']

function projectOf(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  return cwd
}

async function measured(files: Readonly<Record<string, string>>, ...words: string[]) {
  const cwd = projectOf(files)
  const outcome = await runInProcess(['bench', ...words, ...small], {
    cwd,
    env: { SHELL_TOKEN: 'from-the-shell' },
  })
  const result = outcome.stdout === '' ? undefined : (JSON.parse(outcome.stdout) as Result)
  return { ...outcome, result, targets: result?.summaries.map(({ target }) => target) }
}

const LAMBDA = 'export const handler = async () => "hi"\n'
const VERCEL = 'export default (req, res) => res.json({ url: req.url })\n'
/** Fails unless it is given what it needs. */
const NEEDY =
  'if (process.env.TABLE !== "orders") throw new Error("TABLE is " + process.env.TABLE)\nexport const handler = async () => "ok"\n'

describe('coldstart bench with functions of the user’s own', { timeout: 60_000 }, () => {
  it('measures several in one interleaved run under the names they were given', async () => {
    const files = { 'old.mjs': LAMBDA, 'dist/new.mjs': LAMBDA }
    const { code, targets, result, stderr } = await measured(
      files,
      'before=./old.mjs',
      'after=./dist/new.mjs',
    )
    expect({ code, targets }).toEqual({ code: 0, targets: ['before', 'after'] })
    expect(stderr).toContain('before: old.mjs, export handler, as lambda (it exports handler)')
    expect(result?.targets.map(({ facts }) => facts?.function)).toMatchObject([
      { name: 'before', contract: 'lambda', root: '.', entry: 'old.mjs', export: 'handler' },
      { name: 'after', contract: 'lambda', root: 'dist', entry: 'new.mjs' },
    ])
    const rounds = result?.samples.filter(({ intended }) => intended === 'cold').map(({ round }) => round)
    expect(new Set(rounds).size).toBeLessThan(rounds?.length ?? 0)
  })

  it('takes two contracts of one exercise, and --function as well as words', async () => {
    const files = { 'lambda.mjs': LAMBDA, 'api/hello.js': VERCEL, 'package.json': '{"type":"module"}' }
    const { code, targets } = await measured(
      files,
      'lambda=./lambda.mjs',
      '--function',
      'vercel=./api/hello.js',
    )
    expect({ code, targets }).toEqual({ code: 0, targets: ['lambda', 'vercel'] })
  })

  it('measures each function under each provider that is named', async () => {
    const { targets } = await measured(
      {
        'a.mjs': `export default async () => new Response("a")\nexport const GET = () => new Response("a")\n`,
      },
      'one=./a.mjs',
      '--provider',
      'vercel,netlify',
    )
    expect(targets).toEqual(['one/vercel', 'one/netlify'])
  })

  it('gives a function its variables, and keeps none of their values', async () => {
    const { code, cwd } = await measured(
      { 'f.mjs': NEEDY },
      './f.mjs',
      '--env',
      'TABLE=orders',
      '--env',
      'SHELL_TOKEN',
    )
    expect(code).toBe(0)
    for (const file of readdirSync(join(cwd, 'results'))) {
      const text = readFileSync(join(cwd, 'results', file), 'utf8')
      expect(text).not.toContain('from-the-shell')
      expect(text).not.toContain('"orders"')
      expect(text).toMatch(/"TABLE": ?"sealed-/)
    }
  })

  it('says with the function’s own words why it does not load', async () => {
    const { code, result } = await measured({ 'f.mjs': NEEDY }, './f.mjs')
    expect(code).toBe(1)
    expect(result?.samples[0]?.error?.message).toContain('TABLE is undefined')
  })

  it.each([
    ['http-api', 'event.requestContext.http.method + " " + event.rawPath'],
    ['rest-api', 'event.httpMethod + " " + event.path'],
  ])('sends the built-in event %s with the request of the command', async (shape, seen) => {
    const source = `export const handler = async (event) => { if (${seen} !== "POST /orders") throw new Error(JSON.stringify(event)); return { statusCode: 200 } }\n`
    const { code } = await measured(
      { 'f.mjs': source },
      './f.mjs',
      '--event',
      shape,
      '--path',
      '/orders',
      '--method',
      'post',
    )
    expect(code).toBe(0)
  })

  it('counts a Lambda result with statusCode 500 as an error of the function, unless it is expected', async () => {
    const source = 'export const handler = async () => ({ statusCode: 500, body: "cannot parse" })\n'
    const { code, result } = await measured({ 'f.mjs': source }, './f.mjs')
    expect(code).toBe(1)
    expect(result?.samples[0]?.error).toMatchObject({
      kind: 'status',
      message: expect.stringContaining('cannot parse'),
    })
    expect((await measured({ 'f.mjs': source }, './f.mjs', '--expect-status', '500')).code).toBe(0)
  })

  it.each([
    [['./src'], 'is a folder', './src/app.mjs'],
    [['src/app.handler'], 'There is no function at', './src/app.mjs --export handler'],
    [['./src/app'], 'There is no function at', './src/app.mjs'],
    [['./unclear.mjs'], 'cannot be told which platform', '--provider vercel or --provider netlify'],
    [['./src/app.mjs', './lib/app.mjs'], 'both be called "app"', 'before=./src/app.mjs after=./lib/app.mjs'],
    [['./src/app.mjs', '--event', 'htp-api'], 'cannot be read', 'Did you mean http-api?'],
    [['./src/app.mjs', '--env', 'NOT_SET'], 'not set in this shell', 'Set NOT_SET'],
    [['./api/a.js', '--event', 'sqs'], 'Nothing of this run is a Lambda function', 'Leave --event out'],
    [['./src/app.mjs', '--env-file', 'none.env'], 'cannot be read', 'Check the path'],
  ])('refuses %j and says what to type', async (words, what, hint) => {
    const files = {
      'src/app.mjs': LAMBDA,
      'lib/app.mjs': LAMBDA,
      'unclear.mjs': 'export default () => {}\n',
      'api/a.js': 'module.exports = (req, res) => res.end()\n',
    }
    const { code, stderr, cwd } = await measured(files, ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(what)
    expect(stderr).toContain(hint)
    expect(readdirSync(cwd)).not.toContain('results')
  })

  it('takes earlier words for one version more and names the new ones', async () => {
    const { stderr, code } = await measured(
      { 'f.mjs': LAMBDA, 'e.json': '{}' },
      './f.mjs',
      '--lambda-payload',
      'e.json',
    )
    expect(code).toBe(0)
    expect(stderr).toContain('--lambda-payload is now --event')
  })
})
