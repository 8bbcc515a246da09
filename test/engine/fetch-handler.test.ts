import { describe, expect, it } from 'vitest'
import { serveOwn } from './support/own-function.ts'
import { invoke } from './support/test-engine.ts'

const handlers = {
  'export default { fetch }':
    'export default { fetch: (r) => Response.json({ method: r.method, q: new URL(r.url).searchParams.get("name") }) }',
  'a default function of a Request':
    'export default async (r) => Response.json({ method: r.method, q: new URL(r.url).searchParams.get("name") })',
}

describe.each(Object.entries(handlers))('%s', (_, code) => {
  it.each(['lambda', 'vercel', 'netlify'] as const)('runs on %s', async (contract) => {
    const served = await serveOwn(contract, { 'package.json': '{"type":"module"}', 'app.js': code }, 'app.js')
    const reply = await fetch(`${served.functionUrl ?? served.url}?name=Ada`)
    expect(await reply.json()).toEqual({ method: 'GET', q: 'Ada' })
    if (contract === 'lambda') expect(served.runtimeClient).toContain('hono/aws-lambda')
  })
})

it('on Lambda answers Invoke too, whose payload is no HTTP event', async () => {
  const code = handlers['export default { fetch }']
  const { engine, name } = await serveOwn('lambda', { 'app.mjs': code }, 'app.mjs')
  const { json } = await invoke(engine, name, { name: 'Ada' })
  expect(json).toMatchObject({ statusCode: 200, body: '{"method":"GET","q":"Ada"}' })
})

it('a module that exports nothing to call fails with words that say so', async () => {
  const { engine, name } = await serveOwn('lambda', { 'app.mjs': 'export default 1' }, 'app.mjs')
  const { json } = await invoke(engine, name, {})
  expect(json).toMatchObject({
    errorMessage: expect.stringContaining('neither a handler nor a standard fetch handler'),
  })
})
