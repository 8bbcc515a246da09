import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cpuFor } from '../../../src/engine/cpu/cpu-share.ts'
import type { EngineEvent } from '../../../src/engine/engine-event.ts'
import type { ServedFunction } from '../../../src/engine/engine-options.ts'
import { EventStream } from '../../../src/engine/event-stream.ts'
import type { FunctionPool } from '../../../src/engine/function-pool.ts'
import { makePageDoor } from '../../../src/engine/page/page-door.ts'
import { until } from '../support/test-engine.ts'

/** What the door needs of a pool. */
const changed: object[] = []
const pool = {
  options: {},
  change: async (changes: object) => void changed.push(changes),
} as unknown as FunctionPool

let server: Server
let stream: EventStream
let port: number
let token: string
let called: string[]
let keepsShares: boolean

beforeEach(async () => {
  const options = { contract: 'vercel', name: 'hello', memoryMb: 1024, idleTtlMs: 10_000 }
  Object.assign(pool, { options })
  changed.length = 0
  called = []
  keepsShares = false
  stream = new EventStream()
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  const url = `http://127.0.0.1:${port}/own/api/hello`
  const functions = [{ contract: 'vercel', name: 'hello', url } as ServedFunction]
  const page = makePageDoor({
    document: '<script nonce="{{nonce}}"></script>',
    port,
    stream,
    pools: [pool],
    get keepsShares() {
      return keepsShares
    },
    functions,
  })
  token = new URL(page.url).searchParams.get('token') ?? ''
  server.on('request', (req, res) => {
    if (page.answer(req, res)) return
    called.push(`${req.method} ${req.url}`)
    res.writeHead(404).end('Not found\n')
  })
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Asks with any headers, those that a browser keeps for itself too. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const press = (path: string, body: object, headers: Record<string, string> = {}) =>
  ask(
    'POST',
    path,
    { 'coldstart-token': token, ...headers },
    JSON.stringify({ function: 'vercel/hello', ...body }),
  )

describe('the page of the engine', () => {
  it('is there for its token alone', async () => {
    expect((await ask('GET', `/?token=${token}`)).status).toBe(200)
    for (const path of [
      '/',
      '/?token=',
      '/?token=x',
      `/?token=${token}x`,
      '/events',
      '/events?token=x',
      '//',
    ])
      expect((await ask('GET', path)).status).toBe(404)
    expect((await ask('POST', `/requests?token=${token}`)).status).toBe(404)
    expect((await press('/requests', { count: 1 }, { 'coldstart-token': 'x' })).status).toBe(404)
  })

  it('lets run what it brought itself, by a nonce that is new for each visit', async () => {
    const visits = [await ask('GET', `/?token=${token}`), await ask('GET', `/?token=${token}`)]
    const nonces = visits.map(({ text }) => /nonce="([^"]+)"/.exec(text)?.[1] ?? '')
    expect(nonces[0]).not.toBe(nonces[1])
    const policy = String(visits[0]?.headers['content-security-policy'])
    expect(policy).toContain(`script-src 'nonce-${nonces[0]}'`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(visits[0]?.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  })

  it.each([
    [{ host: 'evil.example' }],
    [{ host: 'evil.example:80' }],
    [{ origin: 'http://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ] as Record<string, string>[][])('refuses what another site or another name asks: %j', async (headers) => {
    expect((await ask('GET', `/events?token=${token}`, headers)).status).toBe(403)
    expect((await press('/requests', { count: 1 }, headers)).status).toBe(403)
    expect((await press('/settings', { memoryMb: 512 }, headers)).status).toBe(403)
    expect(changed).toEqual([])
    expect(called).toEqual([])
  })

  it('takes what the page itself asks, by either name of this machine', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
      expect((await press('/settings', { memoryMb: 512 }, headers)).status).toBe(202)
    }
  })

  it('sends as many requests as are asked for, each by the function’s own address', async () => {
    expect((await press('/requests', { count: 10 })).status).toBe(202)
    await until(() => called.length === 10, 'ten requests arrive')
    expect(new Set(called)).toEqual(new Set(['GET /own/api/hello?name=Ada']))
  })

  it.each([
    [{ count: 0 }, 'Between 1 and 10'],
    [{ count: 11 }, 'Between 1 and 10'],
    [{ count: 1.5 }, 'Between 1 and 10'],
    [{ count: '1' }, 'Between 1 and 10'],
    [{ count: 1, function: 'vercel/other' }, 'no such function'],
  ])('refuses to send %j', async (body, words) => {
    const { status, text } = await press('/requests', body)
    expect([status, JSON.parse(text).problem]).toEqual([400, expect.stringContaining(words)])
    expect(called).toEqual([])
  })

  it('changes memory and idle time, and keeps what was not named', async () => {
    await press('/settings', { memoryMb: 512, idleTtl: '1m' })
    await press('/settings', { idleTtl: '2s' })
    expect(changed).toEqual([
      { memoryMb: 512, idleTtlMs: 60_000 },
      { memoryMb: 1024, idleTtlMs: 2000 },
    ])
  })

  it('gives a function that has a share of the CPU the one that goes with its new memory size', async () => {
    Object.assign(pool.options, cpuFor('vercel', 1024, 'burst'))
    await press('/settings', { memoryMb: 4096 })
    expect(changed).toEqual([
      { memoryMb: 4096, idleTtlMs: 10_000, cpu: { vcpus: 2, mode: 'burst', isSold: true } },
    ])
  })

  it('gives one that has none the share of another memory size, and leaves it as it is for another idle time', async () => {
    keepsShares = true
    await press('/settings', { memoryMb: 1024, idleTtl: '2s' })
    await press('/settings', { memoryMb: 2048 })
    expect(changed).toEqual([
      { memoryMb: 1024, idleTtlMs: 2000 },
      { memoryMb: 2048, idleTtlMs: 10_000, cpu: { vcpus: 1, mode: 'flat', isSold: true } },
    ])
  })

  it('gives a Worker no other memory size than all Workers have, and another idle time', async () => {
    Object.assign(pool.options, { contract: 'cloudflare', memoryMb: 128 })
    const { status, text } = await press('/settings', { function: 'cloudflare/hello', memoryMb: 512 })
    expect([status, JSON.parse(text).problem]).toEqual([400, expect.stringContaining('each has 128 MB')])
    await press('/settings', { function: 'cloudflare/hello', memoryMb: 128, idleTtl: '2s' })
    expect(changed).toEqual([{ memoryMb: 128, idleTtlMs: 2000 }])
  })

  it.each([
    [{ memoryMb: 31 }, 'whole number of MB'],
    [{ memoryMb: 65_537 }, 'whole number of MB'],
    [{ memoryMb: 'much' }, 'whole number of MB'],
    [{ idleTtl: 'soon' }, 'is not a duration'],
    [{ idleTtl: '' }, 'is not a duration'],
    [{ idleTtl: '5' }, 'has no unit'],
    [{ idleTtl: '0s' }, 'longer than nothing'],
    [{ idleTtl: '25h' }, 'at most a day'],
  ])('refuses the settings %j, and says why', async (body, words) => {
    const { status, text } = await press('/settings', body)
    expect([status, JSON.parse(text).problem]).toEqual([400, expect.stringContaining(words)])
    expect(changed).toEqual([])
  })

  it.each(['', 'null', '[', '"text"', `{"function":"${'x'.repeat(5000)}"}`])(
    'refuses what is not an object it knows: %.20s',
    async (body) => {
      const headers = { 'coldstart-token': token }
      expect((await ask('POST', '/settings', headers, body)).status).toBe(400)
    },
  )
})

const seen = (number: number, more: object = {}): EngineEvent => ({
  type: 'request',
  function: 'vercel/hello',
  request: number,
  atMs: number,
  end: { durationMs: 1, kind: 'warm' },
  ...more,
})

/** Reads the events until enough of them are here. */
function readEvents(headers: Record<string, string>, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = `/events?token=${token}`
    const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (!enough(text)) return
        sent.destroy()
        resolve(text)
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('its events', () => {
  it('are everything there is to know, and then what happens', async () => {
    stream.tell(seen(1))
    const heard = readEvents({}, (text) => text.includes('"request":2'))
    setTimeout(() => stream.tell(seen(2)), 20)
    const text = await heard
    expect(text).toMatch(/event: whole[\s\S]*id: 1\n[\s\S]*event: now[\s\S]*id: 2\n/)
    expect(text).toMatch(/event: clock\ndata: [\d.]+\n/)
  })

  it('go on where a reader has been who comes back', async () => {
    for (const number of [1, 2, 3]) stream.tell(seen(number))
    const text = await readEvents({ 'last-event-id': '2' }, (read) => read.includes('event: now'))
    expect(text).not.toContain('event: whole')
    expect(text).not.toContain('id: 2\n')
    expect(text).toContain('id: 3\n')
  })

  it('are not kept for a reader who does not read: it is dropped', async () => {
    let isGone = false
    server.prependListener('request', (_req, res) => {
      res.once('close', () => {
        isGone = true
      })
    })
    const sent = request({ host: '127.0.0.1', port, path: `/events?token=${token}`, agent: false })
    const answered = new Promise<void>((resolve) => {
      sent.once('response', (reply) => {
        reply.pause()
        resolve()
      })
    })
    sent.on('error', () => {})
    sent.end()
    await answered
    const large = 'x'.repeat(64 * 1024)
    let told = 0
    while (!isGone && told < 1000) {
      told += 1
      stream.tell(seen(told, { label: large }))
      await new Promise((resolve) => setImmediate(resolve))
    }
    sent.destroy()
    expect(told).toBeLessThan(1000)
  })
})
