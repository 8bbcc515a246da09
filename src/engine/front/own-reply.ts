import { type ServerResponse, STATUS_CODES } from 'node:http'
import { asBytes, dateNow } from '../http1/reply-message.ts'

/** A whole reply of the engine's own; names of headers are in lower case. */
export interface OwnReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Left out where the status has none. */
  readonly body?: string | Buffer
}

/** Headers are written as they are, and not set one by one. */
export function sendOwn(res: ServerResponse, { status, headers, body }: OwnReply): void {
  res.writeHead(status, STATUS_CODES[status], fieldsOf(headers, body)).end(body)
}

/** What is no octet of a field's value. RFC 9110, section 5.5. */
const NO_FIELD = /[^\t\x20-\x7e\x80-\xff]/

/**
 * The bytes that `sendOwn` writes on a connection that is kept, as text of one character (`latin1`) each.
 * @param keepsMs how long such a connection is kept
 * @throws Error where a header's value cannot be written, in the words of node:http
 */
export function ownReplyBytes({ status, headers, body }: OwnReply, keepsMs: number): string {
  const fields = fieldsOf(headers, body)
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
  for (const name of Object.keys(fields)) {
    const value = String(fields[name])
    if (NO_FIELD.test(value)) throw new Error(`Invalid character in header content ["${name}"]`)
    head += `${name}: ${value}\r\n`
  }
  head += `Date: ${dateNow()}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${keepsMs / 1000}\r\n\r\n`
  return body === undefined ? head : head + asBytes(body)
}

function fieldsOf(headers: OwnReply['headers'], body: OwnReply['body']): Record<string, string | number> {
  const fields: Record<string, string | number> = {}
  if (body !== undefined) fields['content-length'] = Buffer.byteLength(body)
  for (const name of Object.keys(headers)) if (headers[name] !== undefined) fields[name] = headers[name]
  return fields
}
