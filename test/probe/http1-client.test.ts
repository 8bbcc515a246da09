import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { Client } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp1Client } from '../../src/probe/http1-client.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`

/**
 * Raw replies, after each of which the server closes the connection. Two kinds are not here, since undici departs from the
 * RFC: it keeps blanks behind a value, and refuses a 304 that says how long its 200 would be (RFC 9110, section 8.6).
 */
const REPLIES: Readonly<Record<string, string>> = {
  'a declared length': `${OK}content-length: 5\r\n\r\nhello`,
  'no length at all': `${OK}content-type: text/plain\r\n\r\nuntil the end`,
  'an empty body': `${OK}content-length: 0\r\n\r\n`,
  'leading zeros in the length': `${OK}content-length: 005\r\n\r\nhello`,
  chunks: `${CHUNKED}2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n`,
  'sizes in capitals and with zeros': `${CHUNKED}00A\r\n0123456789\r\n0\r\n\r\n`,
  'extensions of chunks': `${CHUNKED}5;name=value\r\nhello\r\n0;last\r\n\r\n`,
  'a quoted extension': `${CHUNKED}5;a="b c"\r\nhello\r\n0\r\n\r\n`,
  'a trailer': `${CHUNKED}5\r\nhello\r\n0\r\nx-checksum: 1\r\n\r\n`,
  'no chunk but the last': `${CHUNKED}0\r\n\r\n`,
  'HTTP/1.0 until the end': 'HTTP/1.0 200 OK\r\n\r\nold',
  'HTTP/1.0 with a length': 'HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold',
  'a reason of several words': 'HTTP/1.1 404 Not Found Here\r\ncontent-length: 0\r\n\r\n',
  'no reason': 'HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\nok',
  'no reason and no blank': 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok',
  'a reason with octets beyond ASCII': 'HTTP/1.1 200 \xc3\xa4h\r\ncontent-length: 2\r\n\r\nok',
  'a status that nobody has defined': 'HTTP/1.1 799 Odd\r\ncontent-length: 2\r\n\r\nok',
  '204': 'HTTP/1.1 204 No Content\r\n\r\n',
  '304': 'HTTP/1.1 304 Not Modified\r\netag: "1"\r\n\r\n',
  'names in any case': `${OK}X-OnE: 1\r\nCONTENT-LENGTH: 2\r\n\r\nok`,
  'blanks before a value': `${OK}x-a: \t one two\r\ncontent-length: 2\r\n\r\nok`,
  'an empty value': `${OK}x-a:\r\nx-b: \r\ncontent-length: 2\r\n\r\nok`,
  'several cookies': `${OK}set-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 2\r\n\r\nok`,
  'a field that comes again': `${OK}vary: a\r\nvary: b\r\ncontent-length: 2\r\n\r\nok`,
  'odd but allowed names': `${OK}x!#$%&'*+.^_\`|~: 1\r\ncontent-length: 2\r\n\r\nok`,
  'many fields': `${OK}${Array.from({ length: 100 }, (_, n) => `x-${n}: ${n}\r\n`).join('')}content-length: 2\r\n\r\nok`,
  'a long body': `${OK}content-length: 200000\r\n\r\n${'x'.repeat(200_000)}`,
  'a body of every octet': `${OK}content-length: 256\r\n\r\n${String.fromCharCode(...Array(256).keys())}`,
}

/** What both must refuse. */
const REFUSED: Readonly<Record<string, string>> = {
  'a body shorter than its length': `${OK}content-length: 9\r\n\r\nhello`,
  'chunks without the last': `${CHUNKED}5\r\nhello\r\n`,
  'a chunk shorter than its size': `${CHUNKED}9\r\nhello\r\n0\r\n\r\n`,
  'a chunk longer than its size': `${CHUNKED}2\r\nhello\r\n0\r\n\r\n`,
  'a size that is none': `${CHUNKED}zz\r\nhello\r\n0\r\n\r\n`,
  'a size with a sign': `${CHUNKED}+5\r\nhello\r\n0\r\n\r\n`,
  'a length with a sign': `${OK}content-length: +5\r\n\r\nhello`,
  'a length that is no number': `${OK}content-length: five\r\n\r\nhello`,
  'two lengths': `${OK}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
  'a length beside chunks': `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  'a NUL in a value': `${OK}x-a: a\0b\r\ncontent-length: 2\r\n\r\nok`,
  'a blank before the colon': `${OK}x-a : 1\r\ncontent-length: 2\r\n\r\nok`,
  'a line without a colon': `${OK}nothing\r\ncontent-length: 2\r\n\r\nok`,
  'a bare return': `${OK}x-a: a\rb: c\r\ncontent-length: 2\r\n\r\nok`,
  'another protocol': 'SSH-2.0-OpenSSH_9.2\r\n',
  'a status of two digits': 'HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\nok',
  'an end within the head': `${OK}content-le`,
  'nothing at all': '',
}

/** A reply as both clients tell it. */
interface Told {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

let server: Server
let raw = ''
let pieceBytes = 0

beforeAll(async () => {
  server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', async () => {
      const bytes = Buffer.from(raw, 'latin1')
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        socket.write(bytes.subarray(at, at + pieceBytes))
        await setImmediate()
      }
      socket.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

function port(): number {
  return (server.address() as { port: number }).port
}

async function byOurs(): Promise<Told> {
  const socket = connect(port(), '127.0.0.1')
  await once(socket, 'connect')
  const client = createHttp1Client(`http://127.0.0.1:${port()}`, socket)
  try {
    return await new Promise((resolve, reject) => {
      const told: Told = { status: 0, headers: {}, body: '' }
      client.dispatch(
        { method: 'GET', path: '/', headers: {} },
        {
          started(status, headers) {
            Object.assign(told, { status, headers: { ...headers } })
            return undefined
          },
          received(part) {
            told.body += part.toString('latin1')
            return undefined
          },
          ended: () => resolve(told),
          failed: reject,
        },
      )
    })
  } finally {
    client.destroy(null)
  }
}

async function byUndici(): Promise<Told> {
  const client = new Client(`http://127.0.0.1:${port()}`)
  try {
    const { statusCode, headers, body } = await client.request({ method: 'GET', path: '/' })
    return {
      status: statusCode,
      headers,
      body: Buffer.from(await body.arrayBuffer()).toString('latin1'),
    }
  } finally {
    await client.destroy()
  }
}

describe.each([1, 7, 1_000_000])('beside undici, in pieces of %i bytes', (size) => {
  it.each(Object.entries(REPLIES).filter(([, text]) => text.length / size < 10_000))(
    '%s',
    async (_, text) => {
      raw = text
      pieceBytes = size
      expect(await byOurs()).toEqual(await byUndici())
    },
  )

  it.each(Object.entries(REFUSED))('refuses %s', async (_, text) => {
    raw = text
    pieceBytes = size
    await expect(byUndici()).rejects.toThrow()
    await expect(byOurs()).rejects.toThrow()
  })
})
