import { type BodyFraming, Http1Body, LONGEST_HEAD_BYTES, readLength } from '../../core/http1-body.ts'
import { type HttpFields, keepsConnection, readFields, tokensOf } from '../../core/http1-fields.ts'

/** What a request says before its body. */
export interface RequestHead {
  readonly method: string
  readonly target: string
  readonly fields: HttpFields
  /** False where the connection ends with the reply. */
  readonly keepsConnection: boolean
  /** Sent by a client of HTTP/1.0, which must be told where a connection is kept. */
  readonly isOld: boolean
  /** It sends its body once it is told to. RFC 9110, section 10.1.1. */
  readonly waitsForContinue: boolean
}

/** Who is told of requests while they are read. */
export interface RequestListener {
  /** @param whole its body where that came with the head; else its parts follow, and its end */
  request(head: RequestHead, whole: Buffer | undefined): void
  part(part: Buffer): void
  end(trailers: HttpFields): void
}

/** What is no HTTP/1.1 request, or none that is taken: the status that says so. */
export class RequestRefused extends Error {
  readonly status: number

  constructor(status: number, what: string) {
    super(`Not a valid HTTP request: ${what}.`)
    this.status = status
  }
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.([01])$/
const EMPTY = Buffer.alloc(0)
const [CR, LF] = [0x0d, 0x0a]

/**
 * Reads the requests of one HTTP/1.1 connection, one behind the other, from bytes as they come. Source: RFC 9112, sections
 * 2 to 7; what can be read in two ways is refused.
 */
export class RequestReader {
  readonly #listener: RequestListener
  #body: Http1Body | undefined
  /** The begun head or size line, where it did not come as a whole. */
  #held: Buffer | undefined

  constructor(listener: RequestListener) {
    this.#listener = listener
  }

  /** @throws RequestRefused, and nothing may be read after that */
  read(chunk: Buffer): void {
    let bytes = this.#held ? Buffer.concat([this.#held, chunk]) : chunk
    this.#held = undefined
    while (bytes.length > 0) {
      const taken = this.#body ? this.#readBody(this.#body, bytes) : this.#readHead(bytes)
      if (taken === 0) {
        this.#held = bytes
        return
      }
      bytes = bytes.subarray(taken)
    }
  }

  #readBody(body: Http1Body, bytes: Buffer): number {
    const taken = body.step(bytes)
    if (body.isDone) {
      this.#body = undefined
      this.#listener.end(body.trailers)
    }
    return taken
  }

  /** @returns how many bytes were taken; 0 where more must come first */
  #readHead(bytes: Buffer): number {
    // Empty lines before a request are passed over. RFC 9112, section 2.2.
    if (bytes[0] === CR) return bytes.length === 1 ? 0 : skipLine(bytes)
    const end = bytes.indexOf('\r\n\r\n')
    if ((end < 0 ? bytes.length : end) > LONGEST_HEAD_BYTES)
      throw new RequestRefused(431, `its head is longer than ${LONGEST_HEAD_BYTES} bytes`)
    if (end < 0) return 0
    const [requestLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
    const fields = readFields(lines, malformed)
    const head = headOf(requestLine, fields)
    const framing = framingOf(fields, head.isOld)
    const bodyAt = end + 4
    if (typeof framing === 'number' && bytes.length - bodyAt >= framing) {
      this.#listener.request(head, framing === 0 ? EMPTY : bytes.subarray(bodyAt, bodyAt + framing))
      return bodyAt + framing
    }
    this.#body = new Http1Body(framing, { body: this.#takePart, malformed })
    this.#listener.request(head, undefined)
    return bodyAt
  }

  readonly #takePart = (part: Buffer) => {
    this.#listener.part(part)
    return true
  }
}

function skipLine(bytes: Buffer): number {
  if (bytes[1] !== LF) throw malformed('one of its lines has no end')
  return 2
}

/** @throws RequestRefused */
function headOf(requestLine: string, fields: HttpFields): RequestHead {
  const found = REQUEST_LINE.exec(requestLine)
  if (!found) throw malformed('its first line is malformed')
  const [, method = '', target = '', minor] = found
  const isOld = minor === '0'
  if (Array.isArray(fields.host) || (fields.host === undefined && !isOld)) throw malformed('it has no host')
  const expected = fields.expect === undefined ? undefined : tokensOf(fields.expect).join()
  if (expected !== undefined && expected !== '100-continue')
    throw new RequestRefused(417, 'its Expect header is unknown')
  return {
    method,
    target,
    fields,
    keepsConnection: keepsConnection(fields, isOld),
    isOld,
    waitsForContinue: expected !== undefined && !isOld,
  }
}

/** Where the body ends. RFC 9112, section 6.3. @throws RequestRefused */
function framingOf(fields: HttpFields, isOld: boolean): BodyFraming {
  const { 'transfer-encoding': coding, 'content-length': length } = fields
  if (coding !== undefined) {
    if (length !== undefined || isOld) throw malformed('its length is given in two ways')
    if (tokensOf(coding).join() !== 'chunked') throw new RequestRefused(501, 'its transfer coding is unknown')
    return 'chunked'
  }
  return length === undefined ? 0 : readLength(length, malformed)
}

function malformed(what: string): RequestRefused {
  return new RequestRefused(400, what)
}
