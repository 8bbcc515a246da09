import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { askRaw, HEAD } from './support/ask-server.ts'

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
    const reply = await askRaw(async (socket) => {
      socket.write(`${HEAD}content-length: 1000\r\n\r\nhalf`)
      // Both ends are in this process: the half is read meanwhile.
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
      socket.resetAndDestroy()
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
