import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProbeReply } from '../../src/core/probe-request.ts'
import { createProber } from '../../src/probe/create-prober.ts'
import type { ProbeOptions, Prober } from '../../src/probe/prober.ts'
import { toSample } from '../../src/probe/sample.ts'
import {
  type LoopbackServer,
  startHttpServer,
  startHttpsServer,
  startRawServer,
} from '../support/loopback-server.ts'

let prober: Prober
beforeAll(() => {
  prober = createProber()
})
afterAll(() => prober.close())

type Extra = Partial<ProbeOptions>

async function ask(server: LoopbackServer, extra: Extra = {}, path = '/'): Promise<ProbeReply> {
  const request = { url: server.origin + path, method: 'GET' as const, headers: {} }
  const reply = await prober.probe(request, { connection: 'fresh', ...extra })
  await server.close()
  return reply
}

function askRaw(answer: (socket: Socket) => void, extra?: Extra): Promise<ProbeReply> {
  return startRawServer(answer).then((server) => ask(server, extra))
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n'

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

describe('connections that cannot be made', () => {
  it('a port nobody listens on is a connect error', async () => {
    const server = await startHttpServer(() => {})
    await server.close()
    const request = { url: server.origin, method: 'GET' as const, headers: {} }
    const reply = await prober.probe(request, { connection: 'fresh' })
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
    const reply = await prober.probe(
      { url: 'ftp://127.0.0.1/x', method: 'GET', headers: {} },
      { connection: 'fresh' },
    )
    expect(reply.error).toEqual({
      kind: 'protocol',
      message: 'ftp://127.0.0.1/x is not an http or https URL.',
    })
  })
})

describe('replies that break', () => {
  it('a reset before the first byte is a reset', async () => {
    const reply = await askRaw((socket) => socket.resetAndDestroy())
    expect(reply.error?.kind).toBe('reset')
    expect(reply).not.toHaveProperty('status')
  })

  it('a close before the first byte is a reset', async () => {
    const reply = await askRaw((socket) => socket.end())
    expect(reply.error?.kind).toBe('reset')
  })

  it('a reset within the body is a reset, and says how far it got', async () => {
    const reply = await askRaw((socket) => {
      socket.write(`${HEAD}content-length: 1000\r\n\r\nhalf`)
      setTimeout(() => socket.resetAndDestroy(), 30)
    })
    expect(reply.error?.kind).toBe('reset')
    expect(reply.status).toBe(200)
    expect(reply.bytes).toBe(4)
  })

  it('a body that ends before its content length is truncated', async () => {
    const reply = await askRaw((socket) => socket.end(`${HEAD}content-length: 1000\r\n\r\nhalf`))
    expect(reply.error).toEqual({ kind: 'protocol', message: 'The body ended after 4 of 1000 bytes.' })
  })

  it('a chunked body without its last chunk is truncated', async () => {
    const reply = await askRaw((socket) =>
      socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`),
    )
    expect(reply.error).toEqual({ kind: 'protocol', message: 'The chunked body ended early, after 4 bytes.' })
  })

  it('a body longer than its content length is a protocol error', async () => {
    const reply = await askRaw((socket) => socket.write(`${HEAD}content-length: 4\r\n\r\nhalf and more`))
    expect(reply.error?.kind).toBe('protocol')
    expect(reply.error?.message).toContain("more than the reply's declared length")
  })

  it('two content lengths that differ are a protocol error', async () => {
    const reply = await askRaw((socket) =>
      socket.write(`${HEAD}content-length: 4\r\ncontent-length: 5\r\n\r\nhalf!`),
    )
    expect(reply.error?.kind).toBe('protocol')
  })

  it.each(['SSH-2.0-OpenSSH_9.2\r\n', 'HTTP/1.1 banana\r\n\r\n', '\0\0\0\0\0\0\0\0', '220 smtp ready\r\n'])(
    'garbage is a protocol error: %j',
    async (garbage) => {
      const reply = await askRaw((socket) => socket.end(garbage))
      expect(reply.error?.kind).toBe('protocol')
    },
  )

  it('headers without end are bounded', async () => {
    const reply = await askRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      for (let n = 0; n < 2000; n++) socket.write(`x-${n}: ${'y'.repeat(100)}\r\n`)
    })
    expect(reply.error?.kind).toBe('protocol')
  })

  it('a huge body is read up to the bound and no further', async () => {
    let written = 0
    const flood = (socket: Socket) => {
      socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`)
      const block = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`
      const more = () => {
        while (!socket.destroyed && socket.write(block)) written += block.length
        written += block.length
      }
      socket.on('drain', more)
      more()
    }
    const reply = await askRaw(flood, { maxBodyBytes: 1_000_000 })
    expect(reply.error).toEqual({
      kind: 'protocol',
      message: 'The body is longer than the bound of 1000000 bytes.',
    })
    expect(reply.body.length).toBeLessThanOrEqual(1_000_000)
    expect(written).toBeLessThan(20_000_000)
  })

  it.each([100, 102, 103])(
    'an interim %d reply is a protocol error: its first byte is not the function’s',
    async (status) => {
      const reply = await askRaw((socket) => {
        socket.write(`HTTP/1.1 ${status} Wait\r\n\r\n`)
        setTimeout(() => socket.write(`${HEAD}content-length: 2\r\n\r\nok`), 20)
      })
      expect(reply.error?.kind).toBe('protocol')
    },
  )

  it('an upgrade nobody asked for is a protocol error', async () => {
    const reply = await askRaw((socket) =>
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    )
    expect(reply.error?.kind).toBe('protocol')
  })
})

describe('replies that are whole', () => {
  it('a redirect is not followed and becomes a status error in the sample', async () => {
    const paths: string[] = []
    const server = await startHttpServer((request, response) => {
      paths.push(request.url ?? '')
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const reply = await ask(server)
    const sample = toSample({ id: '1', target: 't', round: 0, intended: 'cold' }, reply, {})
    expect(paths).toEqual(['/'])
    expect(reply.status).toBe(302)
    expect(sample.error).toEqual({
      kind: 'status',
      message: 'The server answered 302, a redirect to /elsewhere; it was not followed.',
    })
    expect(sample.observed).toBe('unknown')
  })

  it('a body that ends with the connection is complete, and download ends at its last byte', async () => {
    let readWithinMs = Number.NaN
    const reply = await askRaw(async (socket) => {
      const writtenAtMs = performance.now()
      socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall')
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
      readWithinMs = performance.now() - writtenAtMs
      setTimeout(() => socket.end(), 120)
    })
    expect(reply.error).toBeUndefined()
    expect(new TextDecoder().decode(reply.body)).toBe('all')
    expect(reply.phases.downloadMs).toBeLessThanOrEqual(readWithinMs)
  })

  it('a reply whose connection is reset right after the last byte is a good reply', async () => {
    const reply = await askRaw((socket) => {
      socket.write(`${HEAD}content-length: 4\r\n\r\ndone`, () => socket.resetAndDestroy())
    })
    expect(reply.error).toBeUndefined()
    expect(reply.status).toBe(200)
  })

  it('HTTP/1.0 is read, and the reply says so', async () => {
    const reply = await askRaw((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nold'))
    expect(reply.error).toBeUndefined()
    expect(reply.httpVersion).toBe('1.0')
  })
})
