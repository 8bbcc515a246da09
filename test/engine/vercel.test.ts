import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { readAll, startTestEngine, testFunction } from './support/test-engine.ts'

const vercel = (entry: string, changes = {}) => testFunction(entry, { contract: 'vercel', ...changes })
let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([
    vercel('vercel-any.mjs'),
    vercel('vercel-any.mjs', { name: 'impatient', timeoutMs: 400, maxEnvironments: 1 }),
    vercel('vercel-web.mjs'),
    vercel('init-error.mjs'),
  ])
})
afterAll(() => engine.stop())

const call = async (path: string, init?: RequestInit) =>
  readAll(await fetch(`${engine.url}/api/${path}`, init))

describe("a function under Vercel's launcher", () => {
  it('gets method, body, cookies and url through Vercel’s helpers', async () => {
    const reply = await call('vercel-any?a=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'c=2' },
      body: '{"b":3}',
    })
    expect(reply.json).toEqual({
      method: 'POST',
      body: { b: 3 },
      cookies: { c: '2' },
      url: '/api/vercel-any?a=1',
    })
    expect(reply.headers).toMatchObject({ server: 'Vercel', 'x-vercel-cache': 'MISS' })
    expect(reply.headers['x-vercel-id']).toMatch(/^local::/)
  })

  it('may be a web handler; a method it does not export is 405', async () => {
    const reply = await call('vercel-web', { method: 'POST', body: 'as it came' })
    expect([reply.status, reply.text, reply.headers['x-method']]).toEqual([201, 'as it came', 'POST'])
    expect((await call('vercel-web')).status).toBe(405)
  })

  it.each(['throw', 'exit'])('that fails (%s) is a 500 FUNCTION_INVOCATION_FAILED', async (mode) => {
    const reply = await call(`vercel-any?mode=${mode}`)
    expect([reply.status, reply.headers['x-vercel-error']]).toEqual([500, 'FUNCTION_INVOCATION_FAILED'])
    expect(reply.text).toMatch(/^A server error has occurred\n\nFUNCTION_INVOCATION_FAILED\n/)
    expect((await call('vercel-any')).status).toBe(200)
  })

  it('that does not load is a 500 FUNCTION_INVOCATION_FAILED', async () => {
    expect((await call('init-error')).headers['x-vercel-error']).toBe('FUNCTION_INVOCATION_FAILED')
  })

  it('that loops is a 504 FUNCTION_INVOCATION_TIMEOUT, and throttled meanwhile', async () => {
    const both = await Promise.all([1, 2].map(() => call('impatient?mode=loop')))
    const seen = both.map(({ status, headers }) => `${status} ${headers['x-vercel-error']}`).sort()
    expect(seen).toEqual(['429 FUNCTION_THROTTLED', '504 FUNCTION_INVOCATION_TIMEOUT'])
  })

  it('refuses more than 4.5 MB', async () => {
    const reply = await call('vercel-any', { method: 'POST', body: 'x'.repeat(5_000_000) })
    expect([reply.status, reply.headers['x-vercel-error']]).toEqual([413, 'FUNCTION_PAYLOAD_TOO_LARGE'])
  })
})
