import { describe, expect, it } from 'vitest'
import { type Exchange, serveConnection } from '../../../src/engine/http1/serve-connection.ts'
import { fc } from '../../support/properties.ts'
import { OpenWire, serveByNode, serveOurs } from './support.ts'

const HOST = 'host: 127.0.0.1\r\n'

/** Three requests in a row with all kinds of framing. */
const ROW = Buffer.from(
  `\r\nGET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n${HOST}X-One:  a \r\nx-one: b\r\n\r\n` +
    `POST /r HTTP/1.1\r\n${HOST}content-length: 5\r\n\r\nhello` +
    `POST /s HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\ntrailer: x-end\r\n\r\n3;a=b\r\nab\0\r\n2\r\n\xff\n\r\n0\r\nx-end: yes\r\n\r\n` +
    `HEAD /t HTTP/1.1\r\n${HOST}connection: close\r\n\r\n`,
  'latin1',
)

describe('the server of the Runtime API beside node:http', () => {
  it('sees and answers the same, wherever the bytes are split', async () => {
    const expected = await serveByNode(ROW)
    expect(expected.seen.map(({ method, body }) => [method, body])).toEqual([
      ['GET', ''],
      ['POST', 'hello'],
      ['POST', 'ab\0\xff\n'],
      ['HEAD', ''],
    ])
    expect(expected.isClosed).toBe(true)
    for (let end = 0; end <= ROW.length; end++) expect(await serveOurs(ROW, [end])).toEqual(expected)
  })

  it('sees and answers the same, byte by byte', async () => {
    const everywhere = Array.from({ length: ROW.length }, (_, index) => index)
    expect(await serveOurs(ROW, everywhere)).toEqual(await serveByNode(ROW))
  })

  it('sees and answers the same for whatever requests in a row', async () => {
    await fc.assert(
      fc.asyncProperty(aRow(), fc.array(fc.nat({ max: 2000 }), { maxLength: 6 }), async (text, ends) => {
        const bytes = Buffer.from(text, 'latin1')
        const places = ends.filter((end) => end < bytes.length)
        expect(await serveOurs(bytes, places)).toEqual(await serveByNode(bytes, places))
      }),
      { numRuns: 80 },
    )
  })

  const wrong: Record<string, [text: string, status: number]> = {
    'no request line': ['hello\r\n\r\n', 400],
    'another version': [`GET / HTTP/1.2\r\n${HOST}\r\n`, 400],
    'no host': ['GET / HTTP/1.1\r\n\r\n', 400],
    'a field without a name': [`GET / HTTP/1.1\r\n${HOST}: a\r\n\r\n`, 400],
    'a blank before the colon': [`GET / HTTP/1.1\r\n${HOST}a : b\r\n\r\n`, 400],
    'a folded field': [`GET / HTTP/1.1\r\n${HOST} folded\r\n\r\n`, 400],
    'two lengths': [`POST / HTTP/1.1\r\n${HOST}content-length: 1\r\ncontent-length: 2\r\n\r\nab`, 400],
    'a length that is none': [`POST / HTTP/1.1\r\n${HOST}content-length: -1\r\n\r\n`, 400],
    'an end told in two ways': [
      `POST / HTTP/1.1\r\n${HOST}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    'a head without an end': [`GET / HTTP/1.1\r\n${HOST}a: ${'b'.repeat(17_000)}`, 431],
    'an expectation that nobody knows': [`GET / HTTP/1.1\r\n${HOST}expect: wonders\r\n\r\n`, 417],
  }
  for (const [name, [text, status]] of Object.entries(wrong))
    it(`refuses ${name}`, async () => {
      const { seen, replies } = await serveOurs(Buffer.from(text, 'latin1'))
      expect(seen).toEqual([])
      expect(replies).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      expect((await serveByNode(Buffer.from(text, 'latin1'))).seen).toEqual([])
    })

  it('ends a connection whose body breaks its framing, and takes it for no body', async () => {
    const text = `POST / HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\n\r\n2\r\nabX\r\n`
    expect(await serveOurs(Buffer.from(text))).toMatchObject({
      seen: [{ method: '' }],
      replies: '',
      isClosed: true,
    })
  })
})

function aRow() {
  const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).map((name) => `x-${name}`)
  const value = fc.stringMatching(/^[!-~\x80-\xff](?:[\t -~\x80-\xff]{0,12}[!-~\x80-\xff])?$/)
  const fields = fc.array(fc.tuple(token, value), { maxLength: 4 }).map(linesOf)
  const bytes = fc.uint8Array({ maxLength: 40 }).map((part) => Buffer.from(part).toString('latin1'))
  const chunked = fc
    .tuple(fc.array(bytes, { maxLength: 4 }), fc.constantFrom('', ';a', ';a=b'), fields)
    .map(([parts, extension, trailers]) => {
      const chunks = parts.filter((part) => part.length > 0)
      const body = chunks.map((part) => `${part.length.toString(16)}${extension}\r\n${part}\r\n`).join('')
      return `transfer-encoding: chunked\r\n\r\n${body}0\r\n${trailers}\r\n`
    })
  const whole = bytes.map((body) => `content-length: ${body.length}\r\n\r\n${body}`)
  const framed = fc.oneof(chunked, whole, fc.constant('\r\n'))
  const expects = fc.constantFrom('', '', 'expect: 100-continue\r\n')
  const request = fc
    .tuple(fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'DELETE'), fields, expects, framed)
    .map(([method, more, expect, rest]) => `${method} /a?b=%20 HTTP/1.1\r\n${HOST}${more}${expect}${rest}`)
  const old = (connection: string) => whole.map((rest) => `POST /old HTTP/1.0\r\n${connection}${rest}`)
  const kept = fc.oneof(request, old('connection: keep-alive\r\n'))
  const last = fc.oneof(old(''), fc.constant(`GET /last HTTP/1.1\r\n${HOST}connection: close\r\n\r\n`))
  return fc.tuple(fc.array(kept, { maxLength: 4 }), last).map(([row, end]) => row.join('') + end)
}

function linesOf(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
}

describe('a connection of the Runtime API', () => {
  const open = (handle: (exchange: Exchange) => void) => {
    const wire = new OpenWire()
    serveConnection(wire, handle)
    const writes: string[] = []
    const write = wire.write.bind(wire) as (...given: unknown[]) => boolean
    wire.write = ((...given: [string]) => {
      writes.push(given[0])
      return write(...given)
    }) as typeof wire.write
    const send = async (text: string) => {
      wire.push(text)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return { wire, writes, send }
  }
  const get = `GET / HTTP/1.1\r\n${HOST}\r\n`

  it('tells a request whose turn has not come, and sends replies in their order', async () => {
    const exchanges: Exchange[] = []
    const { wire, send } = open((exchange) => exchanges.push(exchange))
    await send(get + get)
    const [first, second] = exchanges
    expect([first?.isFollowed, second?.isFollowed]).toEqual([true, false])
    second?.reply(200, '', 'second')
    expect(wire.said).toBe('')
    first?.reply(404, '', 'first')
    expect(wire.said).toMatch(/^HTTP\/1\.1 404 [\s\S]*first[\s\S]*HTTP\/1\.1 200 OK[\s\S]*second$/)
  })

  it('sends a reply that may wait in one write with the next', async () => {
    const exchanges: Exchange[] = []
    const { writes, send } = open((exchange) => exchanges.push(exchange))
    await send(get + get)
    exchanges[0]?.replyWithNext(202, '', 'noted')
    expect(writes).toEqual([])
    exchanges[1]?.reply(200, 'x-name: \xe9\r\n', Buffer.from('ü'))
    expect(writes).toHaveLength(1)
    expect(writes[0]).toMatch(/noted[\s\S]*x-name: \xe9[\s\S]*\xc3\xbc$/)
  })

  it('gives a client that waits for it leave to send its body', async () => {
    const { wire, send } = open(() => {})
    await send(`POST / HTTP/1.1\r\n${HOST}expect: 100-continue\r\ncontent-length: 2\r\n\r\n`)
    expect(wire.said).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  })

  it('reads no more than its reader has room for, and goes on when it has', async () => {
    let begun: Exchange | undefined
    const { wire, send } = open((exchange) => {
      begun = exchange
    })
    const part = 'x'.repeat(100_000)
    await send(`POST / HTTP/1.1\r\n${HOST}content-length: 300000\r\n\r\n`)
    await send(part)
    expect(wire.isPaused()).toBe(true)
    let bytes = 0
    if (begun && !Buffer.isBuffer(begun.body))
      begun.body.on('data', (chunk: Buffer) => (bytes += chunk.length))
    await send(part)
    await send(part)
    await new Promise((resolve) => setImmediate(resolve))
    expect(bytes).toBe(300_000)
    expect(wire.isPaused()).toBe(false)
  })

  it('tells those who wait that their client is gone, and a body that it broke off', async () => {
    const exchanges: Exchange[] = []
    const { wire, send } = open((exchange) => exchanges.push(exchange))
    await send(`${get}POST / HTTP/1.1\r\n${HOST}content-length: 9\r\n\r\nhalf`)
    let gone = 0
    exchanges[0]?.onGone(() => gone++)
    const body = exchanges[1]?.body
    const closed = new Promise((resolve) => !Buffer.isBuffer(body) && body?.once('close', resolve))
    wire.destroy()
    await closed
    expect(gone).toBe(1)
    expect(Buffer.isBuffer(body) || body?.isComplete).toBe(false)
  })

  it('hears nothing behind the last request of a connection', async () => {
    const { wire, send } = open((exchange) => exchange.reply(200, '', exchange.head.target))
    await send(`GET /last HTTP/1.1\r\n${HOST}connection: close\r\n\r\n${get}`)
    expect(wire.said).toMatch(/connection: close\r\n[\s\S]*\/last$/)
    expect(wire.writableEnded).toBe(true)
  })
})
