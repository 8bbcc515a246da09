import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createRestClient } from '../../src/providers/rest-client.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createTestContext } from '../support/provider-context.ts'

const token = 'planted-token-4711'
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function clientFor(baseUrl: string) {
  const clock = createFakeClock()
  const context = createTestContext({ clock })
  const options = { provider: 'Vercel', baseUrl, token, tokenHint: 'Make a new token.' }
  return { client: createRestClient(options, context), clock, context }
}

/** Answers with the given status lines, one a request; the last one stays. */
async function serveStatuses(statuses: readonly [number, Record<string, string>?][]) {
  let calls = 0
  const baseUrl = await serve((_, response) => {
    const [status, headers] = statuses[Math.min(calls, statuses.length - 1)] ?? [200]
    calls++
    response
      .writeHead(status, headers)
      .end(JSON.stringify({ error: { code: 'x', message: `seen ${token}` } }))
  })
  return { ...clientFor(baseUrl), calls: () => calls }
}

const read = { action: 'read the user', method: 'GET', path: '/v2/user' } as const
const create = { action: 'create the project', method: 'POST', path: '/v11/projects', json: {} } as const

describe('rest client', () => {
  it('sends the token, the query and the body as JSON', async () => {
    const seen: unknown[] = []
    const base = await serve(async (request, response) => {
      const body = await request.setEncoding('utf8').toArray()
      seen.push(request.url, request.headers.authorization, request.headers['content-type'], body.join(''))
      response.end('{"id":"prj_1"}')
    })
    const query = { teamId: 'team_1', slug: undefined }
    const reply = await clientFor(base).client.call({ ...create, query, json: { name: 'a' } })
    expect(reply.json).toEqual({ id: 'prj_1' })
    expect(seen).toEqual([
      '/v11/projects?teamId=team_1',
      `Bearer ${token}`,
      'application/json',
      '{"name":"a"}',
    ])
  })

  it('waits as long as Retry-After says, then repeats even a create', async () => {
    const { client, clock, calls } = await serveStatuses([[429, { 'retry-after': '7' }], [200]])
    await client.call(create)
    expect(clock.sleeps).toEqual([7000])
    expect(calls()).toBe(2)
  })

  it('reads X-RateLimit-Reset where there is no Retry-After', async () => {
    const reset = String(Date.UTC(2026, 10, 23) / 1000 + 30)
    const { client, clock } = await serveStatuses([[429, { 'x-ratelimit-reset': reset }], [200]])
    await client.call(create)
    expect(clock.sleeps).toEqual([30_000])
  })

  it('says a wait of hours instead of sleeping through it', async () => {
    const { client, clock } = await serveStatuses([[429, { 'retry-after': '7200' }]])
    await expect(client.call(create)).rejects.toMatchObject({
      code: 'remote-busy',
      hint: expect.stringContaining('7200 s'),
    })
    expect(clock.sleeps).toEqual([])
  })

  it('repeats a read after a server error', async () => {
    const { client, calls } = await serveStatuses([[503], [500], [200]])
    await client.call(read)
    expect(calls()).toBe(3)
  })

  it('never repeats a create after a server error, because it may have happened', async () => {
    const { client, calls } = await serveStatuses([[503], [200]])
    await expect(client.call(create)).rejects.toMatchObject({ code: 'remote-failed' })
    expect(calls()).toBe(1)
  })

  it('gives up after five tries', async () => {
    const { client, calls } = await serveStatuses([[500]])
    await expect(client.call(read)).rejects.toMatchObject({ code: 'remote-failed' })
    expect(calls()).toBe(5)
  })

  it.each([
    [401, 'remote-unauthorized'],
    [403, 'remote-unauthorized'],
    [402, 'remote-quota'],
    [422, 'remote-failed'],
  ])('turns %i into %s with the platform’s words and without the token', async (status, code) => {
    const { client } = await serveStatuses([[status]])
    const error = await client.call(read).catch((reason: Error) => reason)
    expect(error).toMatchObject({ code, message: expect.stringContaining('seen [redacted]') })
    expect(JSON.stringify(error)).not.toContain(token)
  })

  it('hands back refusals the caller wants to read', async () => {
    const { client } = await serveStatuses([[404]])
    expect((await client.call({ ...read, accept: [404] })).status).toBe(404)
  })

  it('repeats an upload whose connection broke', async () => {
    let calls = 0
    const base = await serve((request, response) => {
      if (++calls === 1) request.once('data', () => request.socket.destroy())
      else request.resume().on('end', () => response.end('{}'))
    })
    const { client } = clientFor(base)
    const bytes = new Uint8Array(300_000)
    await client.call({ action: 'upload', method: 'PUT', path: '/f', bytes })
    expect(calls).toBe(2)
  })

  it('names the host it cannot reach', async () => {
    const { client } = clientFor('http://127.0.0.1:1')
    await expect(client.call(create)).rejects.toMatchObject({
      code: 'remote-unreachable',
      message: expect.stringContaining('127.0.0.1:1'),
    })
  })

  it('keeps the token from other hosts and from signed URLs', async () => {
    const seen: (string | undefined)[] = []
    const listener: RequestListener = (request, response) => {
      seen.push(request.headers.authorization)
      response.end('{}')
    }
    const [base, other] = [await serve(listener), await serve(listener)]
    const { client } = clientFor(base)
    await client.call({ ...read, path: `${other}/signed` })
    await client.call({ ...read, authorize: false })
    expect(seen).toEqual([undefined, undefined])
  })

  it('keeps headers of its own, which may authorize as well, from other hosts', async () => {
    const seen: unknown[] = []
    const listener: RequestListener = (request, response) => {
      seen.push(request.headers['x-auth-key'])
      response.end('{}')
    }
    const [baseUrl, other] = [await serve(listener), await serve(listener)]
    const headers = { 'x-auth-key': token }
    const options = { provider: 'Cloudflare', baseUrl, headers, tokenHint: '' }
    const client = createRestClient(options, createTestContext({ clock: createFakeClock() }))
    await client.call(read)
    await client.call({ ...read, path: `${other}/signed` })
    expect(seen).toEqual([token, undefined])
  })

  it('logs calls without tokens, headers or query strings', async () => {
    const base = await serve((_, response) => response.end('{}'))
    const { client, context } = clientFor(base)
    await client.call({ ...read, query: { signature: token } })
    expect(context.logged).toEqual([`GET ${base}/v2/user → 200`])
  })

  it('stops at once when it is aborted', async () => {
    const base = await serve(() => {})
    const abort = new AbortController()
    const context = createTestContext({ signal: abort.signal })
    const client = createRestClient({ provider: 'Vercel', baseUrl: base, tokenHint: '' }, context)
    const call = client.call(read)
    abort.abort(new Error('interrupted'))
    await expect(call).rejects.toThrow('interrupted')
  })
})
