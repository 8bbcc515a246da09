import { describe, expect, it } from 'vitest'
import { Http1Reply } from '../../src/probe/http1-reply.ts'

interface Read {
  status?: number
  headers: Record<string, string | string[]>
  body: string
  surplus: number
  reply: Http1Reply
}

/** Feeds a reply in pieces of so many bytes, and its end where the connection ends with it. */
function read(text: string, pieceBytes = text.length, method = 'GET', ends = false): Read {
  const found: Read = { headers: {}, body: '', surplus: 0, reply: undefined as never }
  found.reply = new Http1Reply(method, {
    head(status, headers) {
      found.status = status
      found.headers = headers
      return true
    },
    body(part) {
      found.body += part.toString('latin1')
      return true
    },
  })
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += pieceBytes)
    found.surplus += found.reply.isDone
      ? bytes.subarray(at, at + pieceBytes).length
      : found.reply.read(bytes.subarray(at, at + pieceBytes))
  if (ends) found.reply.end()
  return found
}

const HEAD = 'HTTP/1.1 200 OK\r\n'

describe('a reply in whatever pieces it comes', () => {
  const replies = {
    'of a declared length': [`${HEAD}Content-Length: 5\r\nX-A:  one \r\nx-a: two\r\n\r\nhello`, 'hello'],
    'in chunks with extensions and a trailer': [
      `${HEAD}transfer-encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nx-checksum: 1\r\n\r\n`,
      'hello',
    ],
    'without a reason and without a body': ['HTTP/1.1 204\r\n\r\n', ''],
    'with octets beyond ASCII': [`${HEAD}x-name: caf\xe9\r\ncontent-length: 2\r\n\r\n\xff\0`, '\xff\0'],
  } as const
  for (const [name, [text, body]] of Object.entries(replies))
    it(name, () => {
      for (let pieceBytes = 1; pieceBytes <= text.length; pieceBytes++) {
        const found = read(text, pieceBytes)
        expect(found).toMatchObject({ body, surplus: 0 })
        expect(found.reply.isDone).toBe(true)
        expect(found.headers).toEqual(read(text).headers)
      }
    })

  it('keeps an octet behind a value that Unicode takes for a blank', () => {
    expect(read(`${HEAD}x-name: voil\xc3\xa0\t \r\ncontent-length: 0\r\n\r\n`).headers['x-name']).toBe(
      'voil\xc3\xa0',
    )
  })

  it('gives a repeated field as a list and trims what is around values', () => {
    expect(read(replies['of a declared length'][0]).headers['x-a']).toEqual(['one', 'two'])
  })
})

describe('where a reply ends', () => {
  it('counts what comes after it', () => {
    expect(read(`${HEAD}content-length: 2\r\n\r\nok and more`)).toMatchObject({ body: 'ok', surplus: 9 })
    expect(read(`${HEAD}transfer-encoding: chunked\r\n\r\n0\r\n\r\nX`).surplus).toBe(1)
  })

  it('is at its head for HEAD, 204 and 304, whatever length they declare', () => {
    expect(read(`${HEAD}content-length: 9\r\n\r\n`, 7, 'HEAD').reply.isDone).toBe(true)
    for (const status of [204, 304])
      expect(read(`HTTP/1.1 ${status} x\r\ncontent-length: 9\r\n\r\n`).reply.isDone).toBe(true)
  })

  it('is the end of the connection where nothing declares it', () => {
    const open = read(`${HEAD}\r\nall of it`)
    expect(open.reply.isDone).toBe(false)
    expect(read(`${HEAD}\r\nall of it`, 4, 'GET', true)).toMatchObject({ body: 'all of it' })
    expect(read(`${HEAD}content-length: 9\r\n\r\nhalf`, 99, 'GET', true).reply.isDone).toBe(false)
  })

  it('leaves the connection as both sides said', () => {
    const ok = 'content-length: 0\r\n\r\n'
    expect(read(`${HEAD}${ok}`).reply.keepsConnection).toBe(true)
    expect(read(`${HEAD}Connection: x, Close\r\n${ok}`).reply.keepsConnection).toBe(false)
    expect(read(`HTTP/1.0 200 OK\r\n${ok}`).reply.keepsConnection).toBe(false)
    expect(read(`HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n${ok}`).reply.keepsConnection).toBe(true)
    expect(read(`${HEAD}keep-alive: timeout=5, max=9\r\n${ok}`).reply.keepAliveSeconds).toBe(5)
  })
})

describe('a reply that could be read in two ways is refused', () => {
  it.each([
    ['a length beside chunks', 'content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['two lengths', 'content-length: 3\r\ncontent-length: 3\r\n\r\n'],
    ['a length that is none', 'content-length: 3x\r\n\r\n'],
    ['a negative length', 'content-length: -3\r\n\r\n'],
    ['a blank before the colon', 'content-length : 3\r\n\r\n'],
    ['a folded field', 'x-a: one\r\n two\r\n\r\n'],
    ['a bare return in a value', 'x-a: one\rtwo\r\n\r\n'],
    ['a NUL in a value', 'x-a: one\0two\r\n\r\n'],
    ['a field without a name', ': one\r\n\r\n'],
    ['a size of a chunk that is none', 'transfer-encoding: chunked\r\n\r\nxyz\r\n'],
    ['a chunk longer than its size', 'transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n'],
    ['a size of a chunk without an end', `transfer-encoding: chunked\r\n\r\n${'1;'.repeat(3000)}`],
    ['a trailer without an end', `transfer-encoding: chunked\r\n\r\n0\r\n${'x: y\r\n'.repeat(4000)}`],
    ['a head without an end', `x: ${'y'.repeat(20_000)}`],
  ])('%s', (_, rest) => {
    for (const pieceBytes of [1, 7, rest.length + HEAD.length])
      expect(() => read(HEAD + rest, pieceBytes)).toThrow(/^Not a valid HTTP reply: /)
  })

  it.each([
    'HTTP/2 200 OK',
    'HTTP/1.1 20 OK',
    'HTTP/1.1 2000 OK',
    'HTTP/1.1 200OK',
    'ICY 200 OK',
    'http/1.1 200 OK',
  ])('a status line that is none: %s', (line) => {
    expect(() => read(`${line}\r\n\r\n`)).toThrow(/status line/)
    expect(() => read(`${line}\r\n\r\n`, 1)).toThrow(/status line/)
  })
})
