import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProbeRequest } from '../../src/core/probe-request.ts'
import { createProber } from '../../src/probe/create-prober.ts'
import type { Prober } from '../../src/probe/prober.ts'
import {
  type LoopbackServer,
  loopbackCertificate,
  startHttpServer,
  startHttpsServer,
} from '../support/loopback-server.ts'

let plain: LoopbackServer
let secure: LoopbackServer
let prober: Prober

beforeAll(async () => {
  const listener: Parameters<typeof startHttpServer>[0] = (request, response) => {
    response.setHeader('x-method', request.method ?? '')
    response.setHeader('x-path', request.url ?? '')
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    const body: Buffer[] = []
    request.on('data', (chunk: Buffer) => body.push(chunk))
    request.on('end', () => setTimeout(() => response.end(`got ${Buffer.concat(body)}`), 20))
  }
  plain = await startHttpServer(listener)
  secure = await startHttpsServer(listener)
  prober = createProber()
})

afterAll(async () => {
  await prober.close()
  await plain.close()
  await secure.close()
})

const get = (url: string): ProbeRequest => ({ url, method: 'GET', headers: {} })

describe('a request on a fresh connection', () => {
  it('has every phase of plain HTTP, and a total that covers them', async () => {
    const reply = await prober.probe(get(`${plain.origin}/a?b=c`), { connection: 'fresh' })
    expect(reply.error).toBeUndefined()
    expect(reply.connection).toBe('fresh')
    expect(Object.keys(reply.phases).sort()).toEqual([
      'connectMs',
      'downloadMs',
      'sendMs',
      'totalMs',
      'waitMs',
    ])
    const { connectMs = 0, sendMs = 0, waitMs = 0, downloadMs = 0, totalMs = 0 } = reply.phases
    // The server waits for 20 ms, by a timer that may be early by one; a busy machine only waits longer.
    expect(waitMs).toBeGreaterThanOrEqual(18)
    expect(totalMs).toBeGreaterThanOrEqual(connectMs + sendMs + waitMs + downloadMs - 0.001)
    expect(reply.localPort).toBeGreaterThan(0)
    expect(reply.remoteAddress).toBe('127.0.0.1')
  })

  it('gives status, version, headers in lower case with repeats joined, and the body', async () => {
    const reply = await prober.probe(get(`${plain.origin}/a?b=c`), { connection: 'fresh' })
    expect(reply.status).toBe(200)
    expect(reply.httpVersion).toBe('1.1')
    expect(reply.headers).toMatchObject({ 'x-method': 'GET', 'x-path': '/a?b=c', 'set-cookie': 'a=1, b=2' })
    expect(new TextDecoder().decode(reply.body)).toBe('got ')
    expect(reply.bytes).toBe(4)
  })

  it('orders its wall-clock stamps: started, sent, first byte, end', async () => {
    const before = Date.now()
    const reply = await prober.probe(get(plain.origin), { connection: 'fresh' })
    const { sentAtEpochMs = 0, firstByteAtEpochMs = 0, endedAtEpochMs } = reply
    expect(Date.parse(reply.startedAt)).toBeGreaterThanOrEqual(before - 2)
    expect(sentAtEpochMs).toBeGreaterThanOrEqual(Date.parse(reply.startedAt))
    expect(firstByteAtEpochMs - sentAtEpochMs).toBeCloseTo(reply.phases.waitMs ?? 0, 2)
    expect(endedAtEpochMs).toBeGreaterThanOrEqual(firstByteAtEpochMs)
  })

  it('sends a body', async () => {
    const request = { ...get(plain.origin), method: 'POST' as const, body: '{"name":"Ada"}' }
    const reply = await prober.probe(request, { connection: 'fresh' })
    expect(new TextDecoder().decode(reply.body)).toBe('got {"name":"Ada"}')
  })

  it('tells TLS from TCP over https', async () => {
    const request = { ...get(secure.origin), certificateAuthority: loopbackCertificate }
    const reply = await prober.probe(request, { connection: 'fresh' })
    expect(reply.error).toBeUndefined()
    expect(reply.phases.tlsMs).toBeGreaterThan(0)
    expect(reply.phases.connectMs).toBeGreaterThan(0)
  })

  it('looks a name up once, and times that look-up alone', async () => {
    const first = await prober.probe(get(`http://localhost:${plain.port}/`), { connection: 'fresh' })
    const second = await prober.probe(get(`http://localhost:${plain.port}/`), { connection: 'fresh' })
    expect(first.error).toBeUndefined()
    expect(first.phases.dnsMs).toBeGreaterThan(0)
    expect(second.phases).not.toHaveProperty('dnsMs')
  })
})

describe('a request on a kept connection', () => {
  it('says fresh the first time and kept, without set-up phases, from then on', async () => {
    const own = createProber()
    const first = await own.probe(get(plain.origin), { connection: 'kept' })
    const second = await own.probe(get(plain.origin), { connection: 'kept' })
    await own.close()
    expect(first.connection).toBe('fresh')
    expect(second.connection).toBe('kept')
    expect(second.localPort).toBe(first.localPort)
    expect(Object.keys(second.phases).sort()).toEqual(['downloadMs', 'sendMs', 'totalMs', 'waitMs'])
  })

  it('is opened anew when the server has closed the old one', async () => {
    const closing = await startHttpServer((_request, response) => {
      response.setHeader('connection', 'close')
      response.end('bye')
    })
    const first = await prober.probe(get(closing.origin), { connection: 'kept' })
    const second = await prober.probe(get(closing.origin), { connection: 'kept' })
    await closing.close()
    expect([first.error, second.error]).toEqual([undefined, undefined])
    expect(second.connection).toBe('fresh')
  })
})

describe('a connect-only request', () => {
  it('goes first on the same connection, and its time is in no phase', async () => {
    const seen: { url: string | undefined; port: number | undefined }[] = []
    let openedForMs = Number.NaN
    const server = await startHttpServer((request, response) => {
      seen.push({ url: request.url, port: request.socket.remotePort })
      const receivedAtMs = performance.now()
      const answer = () => {
        if (request.url === '/open') openedForMs = performance.now() - receivedAtMs
        response.end()
      }
      setTimeout(answer, request.url === '/open' ? 200 : 0)
    })
    const connectOnly = get(`${server.origin}/open`)
    const askedAtMs = performance.now()
    const reply = await prober.probe(get(`${server.origin}/run`), { connection: 'fresh', connectOnly })
    const wholeMs = performance.now() - askedAtMs
    await server.close()
    expect(seen.map(({ url }) => url)).toEqual(['/open', '/run'])
    expect(seen[0]?.port).toBe(seen[1]?.port)
    expect(reply.connection).toBe('fresh')
    expect(reply.phases.connectMs).toBeGreaterThan(0)
    const { connectMs = 0, sendMs = 0, waitMs = 0, downloadMs = 0, totalMs = 0 } = reply.phases
    expect(totalMs).toBeCloseTo(connectMs + sendMs + waitMs + downloadMs, 3)
    expect(totalMs).toBeLessThanOrEqual(wholeMs - openedForMs)
  })
})

describe('a burst', () => {
  it('opens every connection before it sends the first request', async () => {
    const acceptedAtRequest: number[] = []
    const server = await startHttpServer((_request, response) => {
      acceptedAtRequest.push(server.accepted())
      response.end('ok')
    })
    const requests = Array.from({ length: 20 }, (_, index) => get(`${server.origin}/${index}`))
    const replies = await prober.burst(requests, { connection: 'fresh' })
    await server.close()
    expect(replies.map((reply) => reply.request.url)).toEqual(requests.map(({ url }) => url))
    expect(replies.every((reply) => reply.status === 200 && reply.connection === 'fresh')).toBe(true)
    expect(new Set(replies.map((reply) => reply.localPort)).size).toBe(20)
    expect(replies[0]?.phases).not.toHaveProperty('totalMs')
    expect(acceptedAtRequest).toEqual(Array(20).fill(20))
  })

  it('gives a typed error to the one request that fails, and replies to the others', async () => {
    const server = await startHttpServer((request, response) =>
      request.url === '/3' ? request.socket.destroy() : response.end('ok'),
    )
    const requests = Array.from({ length: 6 }, (_, index) => get(`${server.origin}/${index}`))
    const replies = await prober.burst(requests, { connection: 'fresh' })
    await server.close()
    expect(replies.map((reply) => reply.error?.kind)).toEqual([
      undefined,
      undefined,
      undefined,
      'reset',
      undefined,
      undefined,
    ])
  })
})
