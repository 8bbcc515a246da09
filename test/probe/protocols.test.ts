import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProber } from '../../src/probe/create-prober.ts'
import type { Prober } from '../../src/probe/prober.ts'
import { listen, loopbackCertificate, loopbackKey, startHttpServer } from '../support/loopback-server.ts'

let prober: Prober
beforeAll(() => {
  prober = createProber()
})
afterAll(() => prober.close())

const credentials = { cert: loopbackCertificate, key: loopbackKey }
const get = (url: string) => ({
  url,
  method: 'GET' as const,
  headers: {},
  certificateAuthority: loopbackCertificate,
})

function startHttp2Server(allowHTTP1: boolean): Promise<{ server: Http2SecureServer; origin: string }> {
  const server = createSecureServer({ ...credentials, allowHTTP1 }, (request, response) => {
    // No reply is sent before, so no wait is shorter, however busy the machine is.
    setTimeout(() => response.end(`over ${request.httpVersion}: ${request.url}`), 30)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    )
  })
}

describe('HTTP/2', () => {
  it('is spoken where the server insists on it, stamped like HTTP/1.1, and the reply says so', async () => {
    const { server, origin } = await startHttp2Server(false)
    const first = await prober.probe(get(`${origin}/a`), { connection: 'fresh' })
    const second = await prober.probe(get(`${origin}/b`), { connection: 'fresh' })
    server.close()
    expect(first.error).toBeUndefined()
    expect(first.httpVersion).toBe('2')
    expect(new TextDecoder().decode(second.body)).toBe('over 2.0: /b')
    expect(second.phases.waitMs).toBeGreaterThanOrEqual(28)
    expect(second.phases.tlsMs).toBeGreaterThan(0)
    expect(second.headers).not.toHaveProperty(':status')
  })

  it('is not spoken to a server that can do both', async () => {
    const { server, origin } = await startHttp2Server(true)
    const reply = await prober.probe(get(origin), { connection: 'fresh' })
    server.close()
    expect(reply.httpVersion).toBe('1.1')
    expect(new TextDecoder().decode(reply.body)).toBe('over 1.1: /')
  })

  it('carries a body, a host of its own and names in lower case', async () => {
    const server = createSecureServer(credentials, async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { authority, method, headers } = request
      response.end(JSON.stringify([method, authority, headers['x-key'], Buffer.concat(chunks).length]))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const headers = { Host: 'other.example', 'X-Key': 'k', Connection: 'close', 'content-length': '100000' }
    const request = { ...get(origin), method: 'POST' as const, headers, body: 'x'.repeat(100_000) }
    const reply = await prober.probe(request, { connection: 'fresh' })
    server.close()
    expect(reply.error).toBeUndefined()
    expect(JSON.parse(new TextDecoder().decode(reply.body))).toEqual(['POST', 'other.example', 'k', 100_000])
  })

  it('keeps a connection', async () => {
    const { server, origin } = await startHttp2Server(false)
    const first = await prober.probe(get(`${origin}/1`), { connection: 'kept' })
    const second = await prober.probe(get(`${origin}/2`), { connection: 'kept' })
    expect([first.connection, second.connection]).toEqual(['fresh', 'kept'])
    expect(second.localPort).toBe(first.localPort)
    expect(second.phases.waitMs).toBeGreaterThanOrEqual(28)
    await prober.close()
    server.close()
  })
})

describe('TLS', () => {
  it('is a full handshake each time: no session is resumed', async () => {
    const resumed: boolean[] = []
    const server = createTlsServer(credentials, (socket) => {
      resumed.push(socket.isSessionReused())
      socket.on('error', () => {})
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
    })
    const { origin, close } = await listen(server, 'https')
    for (let n = 0; n < 3; n++) await prober.probe(get(origin), { connection: 'fresh' })
    await close()
    expect(resumed).toEqual([false, false, false])
  })

  it('refuses a certificate for another name', async () => {
    const server = createTlsServer(credentials, (socket) => socket.on('error', () => {}))
    const { port, close } = await listen(server, 'https')
    const named = createProber(async () => [{ address: '127.0.0.1', family: 4 }])
    const reply = await named.probe(get(`https://other.invalid:${port}/`), { connection: 'fresh' })
    await close()
    expect(reply.error?.kind).toBe('tls')
    expect(reply.error?.message).toContain('ERR_TLS_CERT_ALTNAME_INVALID')
  })
})

const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
)

it.skipIf(!hasIpv6)('IPv6 addresses are reached (needs ::1 on this machine)', async () => {
  const server = await startHttpServer((_request, response) => response.end('six'), '::1')
  const reply = await prober.probe(
    { url: server.origin, method: 'GET', headers: {} },
    { connection: 'fresh' },
  )
  await server.close()
  expect(reply.error).toBeUndefined()
  expect(reply.remoteAddress).toBe('::1')
})
