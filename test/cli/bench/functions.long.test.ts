import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LAMBDA, measureOwn, NEEDY, VERCEL } from '../../support/measure-own.ts'

describe('coldstart bench with functions of the user’s own', () => {
  it('takes two contracts of one exercise, and --function as well as words', async () => {
    const files = { 'lambda.mjs': LAMBDA, 'api/hello.js': VERCEL, 'package.json': '{"type":"module"}' }
    const { code, targets } = await measureOwn(
      files,
      'lambda=./lambda.mjs',
      '--function',
      'vercel=./api/hello.js',
    )
    expect({ code, targets }).toEqual({ code: 0, targets: ['lambda', 'vercel'] })
  })

  it('measures each function under each provider that is named', async () => {
    const { targets } = await measureOwn(
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
    const { code, cwd } = await measureOwn(
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

  it.each([
    ['http-api', 'event.requestContext.http.method + " " + event.rawPath'],
    ['rest-api', 'event.httpMethod + " " + event.path'],
  ])('sends the built-in event %s with the request of the command', async (shape, seen) => {
    const source = `export const handler = async (event) => { if (${seen} !== "POST /orders") throw new Error(JSON.stringify(event)); return { statusCode: 200 } }\n`
    const { code } = await measureOwn(
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
    const { code, result } = await measureOwn({ 'f.mjs': source }, './f.mjs')
    expect(code).toBe(1)
    expect(result?.samples[0]?.error).toMatchObject({
      kind: 'status',
      message: expect.stringContaining('cannot parse'),
    })
    expect((await measureOwn({ 'f.mjs': source }, './f.mjs', '--expect-status', '500')).code).toBe(0)
  })

  it('takes earlier words for one version more and names the new ones', async () => {
    const { stderr, code } = await measureOwn(
      { 'f.mjs': LAMBDA, 'e.json': '{}' },
      './f.mjs',
      '--lambda-payload',
      'e.json',
    )
    expect(code).toBe(0)
    expect(stderr).toContain('--lambda-payload is now --event')
  })
})
