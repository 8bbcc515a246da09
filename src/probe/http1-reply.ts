import { type BodyFraming, Http1Body, LONGEST_HEAD_BYTES, readLength } from '../core/http1-body.ts'
import { type HttpFields, keepsConnection, readFields, tokensOf } from '../core/http1-fields.ts'
import { ProbeFailure } from './classify-failure.ts'

/** Who is told of a reply while it is read. */
export interface ReplyListener {
  /** @returns false where no more of it is wanted */
  head(status: number, headers: HttpFields): boolean
  /** A part of the body, without the framing. */
  body(part: Buffer): boolean
}

/**
 * Reads one HTTP/1.1 reply from bytes as they come. Source: RFC 9112, sections 4 to 7; what it says a client ought to
 * treat as an error is one here, since a reply that can be read in two ways is not measured.
 */
export class Http1Reply {
  readonly #listener: ReplyListener
  readonly #hasNoBody: boolean
  #body: Http1Body | undefined
  /** The begun head or size line, where it did not come as a whole. */
  #held: Buffer | undefined
  /** Neither side asked for the end of the connection, and the reply's own end is known without it. */
  #keepsConnection = true
  #keepAliveSeconds: number | undefined

  /** @param method a reply to HEAD has no body, whatever its head says */
  constructor(method: string, listener: ReplyListener) {
    this.#hasNoBody = method === 'HEAD'
    this.#listener = listener
  }

  get isDone(): boolean {
    return this.#body?.isDone === true
  }

  /** Whether the connection may carry another request. */
  get keepsConnection(): boolean {
    return this.isDone && this.#keepsConnection
  }

  /** How long the server says that it keeps an idle connection. */
  get keepAliveSeconds(): number | undefined {
    return this.#keepAliveSeconds
  }

  /**
   * Reads on.
   * @returns bytes after the reply's end
   * @throws ProbeFailure `protocol` for what is no HTTP/1.1 reply
   */
  read(chunk: Buffer): number {
    let bytes = this.#held ? Buffer.concat([this.#held, chunk]) : chunk
    this.#held = undefined
    while (bytes.length > 0 && !this.isDone) {
      const taken = this.#body ? this.#body.step(bytes) : this.#readHead(bytes)
      if (taken < 0) return 0
      if (taken === 0) {
        this.#held = bytes
        return 0
      }
      bytes = bytes.subarray(taken)
    }
    return bytes.length
  }

  /** The connection has ended. @returns true where that is the end of the reply too */
  end(): boolean {
    this.#body?.end()
    return this.isDone
  }

  /** @returns how many bytes were taken; 0 where more must come first, -1 where no more is wanted */
  #readHead(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n')
    if ((end < 0 ? bytes.length : end) > LONGEST_HEAD_BYTES)
      throw malformed(`its head is longer than ${LONGEST_HEAD_BYTES} bytes`)
    if (end < 0) {
      refuseOtherProtocol(bytes)
      return 0
    }
    const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
    const found = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/.exec(statusLine)
    if (!found) throw malformed('its status line is malformed')
    const status = Number(found[2])
    const headers = readFields(lines, malformed)
    this.#judgeConnection(headers, found[1] === '0')
    const framing = this.#framingOf(status, headers)
    if (framing === 'to-end') this.#keepsConnection = false
    this.#body = new Http1Body(framing, { body: (part) => this.#listener.body(part), malformed })
    return this.#listener.head(status, headers) ? end + 4 : -1
  }

  #judgeConnection(headers: HttpFields, isOld: boolean): void {
    this.#keepsConnection = keepsConnection(headers, isOld)
    const hint = tokensOf(headers['keep-alive']).find((parameter) => /^timeout=\d+$/.test(parameter))
    if (hint) this.#keepAliveSeconds = Number(hint.slice('timeout='.length))
  }

  /** RFC 9112, section 6.3. */
  #framingOf(status: number, headers: HttpFields): BodyFraming {
    const { 'transfer-encoding': coding, 'content-length': length } = headers
    if (coding !== undefined && length !== undefined)
      throw malformed('it has both a Content-Length and a Transfer-Encoding')
    if (this.#hasNoBody || status < 200 || status === 204 || status === 304) return 0
    if (coding !== undefined) return tokensOf(coding).at(-1) === 'chunked' ? 'chunked' : 'to-end'
    return length === undefined ? 'to-end' : readLength(length, malformed)
  }
}

/**
 * What is no HTTP is told at its first bytes, and not waited for.
 * @throws ProbeFailure `protocol`
 */
function refuseOtherProtocol(bytes: Buffer): void {
  const begun = bytes.toString('latin1', 0, 7)
  if (!'HTTP/1.'.startsWith(begun)) throw malformed('its status line is malformed')
}

function malformed(what: string): ProbeFailure {
  return new ProbeFailure('protocol', `Not a valid HTTP reply: ${what}.`)
}
