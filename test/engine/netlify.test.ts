import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import type { Engine } from '../../src/engine/start-engine.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { readAll, startTestEngine, testFunction } from './support/test-engine.ts'

const netlify = (entry: string, changes = {}) =>
  testFunction(entry, { contract: 'netlify', form: 'v2', ...changes })
let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([
    netlify('netlify-any.mjs'),
    netlify('netlify-any.mjs', { name: 'impatient', timeoutMs: 500, maxEnvironments: 1 }),
    netlify('netlify-old.mjs', { form: 'v1' }),
    netlify('init-error.mjs'),
  ])
})
afterAll(() => engine.stop())

const call = async (path: string, init?: RequestInit) =>
  readAll(await fetch(`${engine.url}/.netlify/functions/${path}`, init))

describe("a function under Netlify's bootstrap", () => {
  it('gets a Request with its body, and a context with the request’s id', async () => {
    const reply = await call('netlify-any', { method: 'POST', body: 'as it came' })
    expect(reply.json).toMatchObject({
      method: 'POST',
      body: 'as it came',
      requestId: reply.headers['x-nf-request-id'],
    })
    expect(reply.headers).toMatchObject({ server: 'Netlify', 'transfer-encoding': 'chunked' })
  })

  it.each([
    ['throw', 500, 'broken on purpose'],
    ['exit', 502, 'exit status 1'],
  ])('that fails (%s) is a %d with the error', async (mode, status, words) => {
    const reply = await call(`netlify-any?mode=${mode}`)
    expect(reply.status).toBe(status)
    expect(reply.json).toMatchObject({ errorMessage: expect.stringContaining(words) })
    expect((await call('netlify-any')).status).toBe(200)
  })

  it('that does not load is a 500', async () => {
    const reply = await call('init-error')
    expect([reply.status, (reply.json as { errorMessage: string }).errorMessage]).toEqual([
      500,
      'no luck at start',
    ])
  })

  it('that loops is a 502 that says it timed out, and throttled meanwhile', async () => {
    const both = await Promise.all([1, 2].map(() => call('impatient?mode=loop')))
    expect(both.map(({ status }) => status).sort()).toEqual([429, 502])
    const timedOut = both.find(({ status }) => status === 502)
    expect(timedOut?.text).toContain('Task timed out after 0.50 seconds')
  })

  it('may be of the Lambda-compatible kind (v1)', async () => {
    const reply = await call('netlify-old', { method: 'PUT' })
    expect([reply.status, reply.text, reply.headers['x-many']]).toEqual([202, 'PUT', '1, 2'])
    expect((await call('netlify-old?mode=nothing')).status).toBe(502)
  })
})

it('hands a JSON body to a v1 function as text', async () => {
  const folder = temporaryFolder()
  const text = `exports.handler = async ({ body, isBase64Encoded }) => ({ statusCode: 200, body: JSON.parse(body).email + isBase64Encoded })`
  writeFileSync(join(folder, 'a.js'), text)
  const workload = await openOwnFunction({ path: 'a.js', contract: 'netlify', cwd: folder })
  const own = await startTestEngine([{ ...functionDefaults, ...workload }])
  onTestFinished(() => own.stop())
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(own.functions[0]?.url ?? '', { method: 'POST', headers, body: '{"email":"a@b"}' })
  expect(await reply.text()).toBe('a@bfalse')
})
