import { STATUS_CODES } from 'node:http'
import type { RequestHead } from './request-head.ts'

/** From this on a body is not copied behind its head. */
const LONGEST_COPIED_BYTES = 64 * 1024

/**
 * The bytes of a reply, in as few pieces as can be: a text is one of bytes, each a character (`latin1`).
 * @param fields complete header lines of such characters, each ended by CRLF, without the length of the body
 */
export function makeReply(
  { method, keepsConnection, isOld }: RequestHead,
  status: number,
  fields: string,
  body: string | Buffer,
): readonly (string | Buffer)[] {
  const connection = keepsConnection ? (isOld ? 'connection: keep-alive\r\n' : '') : 'connection: close\r\n'
  const bytes = Buffer.byteLength(body)
  const head = `${statusLine(status)}${fields}${connection}date: ${dateNow()}\r\ncontent-length: ${bytes}\r\n\r\n`
  if (method === 'HEAD') return [head]
  if (bytes >= LONGEST_COPIED_BYTES) return [head, Buffer.isBuffer(body) ? body : Buffer.from(body)]
  return [head + (bytes === body.length && typeof body === 'string' ? body : asBytes(body))]
}

/** A text whose characters are the bytes of this one in UTF-8, or those of a buffer. */
export function asBytes(text: string | Buffer): string {
  return (Buffer.isBuffer(text) ? text : Buffer.from(text)).toString('latin1')
}

/** The reply to what is no request. */
export function makeRefusal(status: number): string {
  return `${statusLine(status)}connection: close\r\ncontent-length: 0\r\n\r\n`
}

function statusLine(status: number): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
}

let dateOf = 0
let date = ''

/** The time as a Date field says it; its text is made once a second. RFC 9110, section 6.6.1. */
export function dateNow(): string {
  const second = Math.floor(Date.now() / 1000)
  if (second !== dateOf) {
    dateOf = second
    date = new Date(second * 1000).toUTCString()
  }
  return date
}
