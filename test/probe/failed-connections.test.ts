import { describe, expect, it } from 'vitest'
import { createProber } from '../../src/probe/create-prober.ts'
import { startHttpServer, startHttpsServer } from '../support/loopback-server.ts'
import { ask, ownProber } from './support/ask-server.ts'

describe('connections that cannot be made', () => {
  it('a port nobody listens on is a connect error', async () => {
    const server = await startHttpServer(() => {})
    await server.close()
    const request = { url: server.origin, method: 'GET' as const, headers: {} }
    const reply = await ownProber().probe(request, { connection: 'fresh' })
    expect(reply.error?.kind).toBe('connect')
    expect(reply.error?.message).toContain('ECONNREFUSED')
    expect(reply.bytes).toBe(0)
  })

  it('a name that does not exist is a dns error, and is asked for again next time', async () => {
    let asked = 0
    const failing = createProber(async () => {
      asked++
      throw Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.invalid'), { code: 'ENOTFOUND' })
    })
    const request = { url: 'http://nowhere.invalid/', method: 'GET' as const, headers: {} }
    const first = await failing.probe(request, { connection: 'fresh' })
    await failing.probe(request, { connection: 'fresh' })
    expect(first.error?.kind).toBe('dns')
    expect(asked).toBe(2)
  })

  it('an address that refuses gives way to the next one, which is remembered', async () => {
    const server = await startHttpServer((_request, response) => response.end('ok'))
    const book = createProber(async () => [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ])
    const request = { url: `http://two.invalid:${server.port}/`, method: 'GET' as const, headers: {} }
    const first = await book.probe(request, { connection: 'fresh' })
    const second = await book.probe(request, { connection: 'fresh' })
    await server.close()
    expect(first.error).toBeUndefined()
    expect(first.remoteAddress).toBe('127.0.0.1')
    expect(first.flags).toContain('other-address')
    expect(second.remoteAddress).toBe('127.0.0.1')
    expect(second.flags ?? []).not.toContain('other-address')
  })

  it('a certificate that nobody vouches for is a tls error', async () => {
    const server = await startHttpsServer((_request, response) => response.end('ok'))
    const reply = await ask(server)
    expect(reply.error?.kind).toBe('tls')
    expect(reply.error?.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  it('plain HTTP where TLS is expected is a tls error', async () => {
    const server = await startHttpServer((_request, response) => response.end('ok'))
    const reply = await ask({ ...server, origin: server.origin.replace('http:', 'https:') })
    expect(reply.error?.kind).toBe('tls')
  })

  it('a URL that is none is a protocol error, not an exception', async () => {
    const reply = await ownProber().probe(
      { url: 'ftp://127.0.0.1/x', method: 'GET', headers: {} },
      { connection: 'fresh' },
    )
    expect(reply.error).toEqual({
      kind: 'protocol',
      message: 'ftp://127.0.0.1/x is not an http or https URL.',
    })
  })
})
