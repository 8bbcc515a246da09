import { describe, expect, it } from 'vitest'
import { toSample } from '../../src/probe/sample.ts'
import { startHttpServer } from '../support/loopback-server.ts'
import { ask, askRaw, HEAD } from './support/ask-server.ts'

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
