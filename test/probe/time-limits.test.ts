import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createProber } from '../../src/probe/create-prober.ts'
import { startHttpServer, startRawServer } from '../support/loopback-server.ts'
import { ask, askRaw, HEAD } from './support/ask-server.ts'

describe('time limits', () => {
  it('of waiting: the server takes the request and never answers', async () => {
    const reply = await askRaw(() => {}, { timeouts: { waitMs: 60 } })
    expect(reply.error).toEqual({ kind: 'timeout', message: 'No byte of a reply came within 60 ms.' })
    expect(reply.phases).not.toHaveProperty('waitMs')
    expect(reply.phases.connectMs).toBeGreaterThan(0)
  })

  it('of download: a slow body', async () => {
    const drip = (socket: Socket) => {
      socket.write(`${HEAD}content-length: 1000\r\n\r\n`)
      const timer = setInterval(() => socket.write('x'), 10)
      socket.on('close', () => clearInterval(timer))
    }
    const reply = await askRaw(drip, { timeouts: { downloadMs: 80 } })
    expect(reply.error).toEqual({ kind: 'timeout', message: 'The reply did not end within 80 ms.' })
    expect(reply.status).toBe(200)
    expect(reply.phases.waitMs).toBeGreaterThan(0)
  })

  it('of everything together', async () => {
    const reply = await askRaw((socket) => socket.write(`${HEAD}content-length: 9\r\n\r\nhalf`), {
      timeouts: { totalMs: 80 },
    })
    expect(reply.error?.kind).toBe('timeout')
    expect(reply.error?.message).toContain('did not complete within')
  })

  it('of the TLS handshake: a server that speaks no TLS and says nothing', async () => {
    const server = await startRawServer(() => {})
    const mute = { ...server, origin: server.origin.replace('http:', 'https:') }
    const reply = await ask(mute, { timeouts: { tlsMs: 60 } })
    expect(reply.error).toEqual({ kind: 'timeout', message: 'The TLS handshake did not end within 60 ms.' })
  })

  it('of name look-up and connect', async () => {
    const never = createProber(() => new Promise(() => {}))
    const request = { url: 'http://name.invalid/', method: 'GET' as const, headers: {} }
    const reply = await never.probe(request, { connection: 'fresh', timeouts: { connectMs: 50 } })
    expect(reply.error).toEqual({ kind: 'timeout', message: 'The host name was not resolved within 50 ms.' })
  })

  it('of a name that is resolved later: no connection is opened any more', async () => {
    const server = await startHttpServer((_request, response) => response.end('ok'))
    let resolveLate = () => {}
    const slow = createProber(
      () => new Promise((known) => (resolveLate = () => known([{ address: '127.0.0.1', family: 4 }]))),
    )
    const request = { url: `http://late.invalid:${server.port}/`, method: 'GET' as const, headers: {} }
    const late = await slow.probe(request, { connection: 'fresh', timeouts: { connectMs: 20 } })
    resolveLate()
    const next = await slow.probe(request, { connection: 'fresh' })
    const accepted = server.accepted()
    await server.close()
    expect([late.error?.kind, next.status, accepted]).toEqual(['timeout', 200, 1])
  })
})
