import { describe, expect, it } from 'vitest'
import type { Contract } from '../../src/workload/contract.ts'
import { type OwnFunction, serveTogether } from './support/own-function.ts'
import { invoke } from './support/test-engine.ts'

const handlers = {
  'export default { fetch }':
    'export default { fetch: (r) => Response.json({ method: r.method, q: new URL(r.url).searchParams.get("name") }) }',
  'a default function of a Request':
    'export default async (r) => Response.json({ method: r.method, q: new URL(r.url).searchParams.get("name") })',
}
const contracts = ['lambda', 'vercel', 'netlify'] as const
const cases = Object.entries(handlers).flatMap(([form, code], index) =>
  contracts.map((contract) => ({ form, code, contract, key: `${contract}${index}` })),
)

const one = (contract: Contract, code: string): OwnFunction => ({
  contract,
  files: { 'package.json': '{"type":"module"}', 'app.js': code },
  path: 'app.js',
})
const served = serveTogether<string>({
  ...Object.fromEntries(cases.map(({ key, contract, code }) => [key, one(contract, code)])),
  nothing: one('lambda', 'export default 1'),
})

describe.each(Object.keys(handlers))('%s', (form) => {
  it.each(cases.filter((one) => one.form === form))('runs on $contract', async ({ contract, key }) => {
    const { functionUrl, url, runtimeClient } = served(key)
    const reply = await fetch(`${functionUrl ?? url}?name=Ada`)
    expect(await reply.json()).toEqual({ method: 'GET', q: 'Ada' })
    if (contract === 'lambda') expect(runtimeClient).toContain('hono/aws-lambda')
  })
})

it('on Lambda answers Invoke too, whose payload is no HTTP event', async () => {
  const { json } = await invoke(served('lambda0').engine, 'lambda0', { name: 'Ada' })
  expect(json).toMatchObject({ statusCode: 200, body: '{"method":"GET","q":"Ada"}' })
})

it('a module that exports nothing to call fails with words that say so', async () => {
  const { json } = await invoke(served('nothing').engine, 'nothing', {})
  expect(json).toMatchObject({
    errorMessage: expect.stringContaining('neither a handler nor a standard fetch handler'),
  })
})
