import { malformed, type ReplyHeaders, readFields, refuseOtherProtocol, tokensOf } from './http1-fields.ts'

/** Who is told of a reply while it is read. */
export interface ReplyListener {
  /** @returns false where no more of it is wanted */
  head(status: number, headers: ReplyHeaders): boolean
  /** A part of the body, without the framing. */
  body(part: Buffer): boolean
}

/** Beyond this a head is refused, as Node's own HTTP refuses it. */
const LONGEST_HEAD_BYTES = 16 * 1024
/** A chunk's size with its extensions. */
const LONGEST_SIZE_LINE = 4 * 1024

type Stage = 'head' | 'length' | 'to-end' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'done'

/**
 * Reads one HTTP/1.1 reply from bytes as they come. Source: RFC 9112, sections 4 to 7; what it says a client ought to
 * treat as an error is one here, since a reply that can be read in two ways is not measured.
 */
export class Http1Reply {
  readonly #listener: ReplyListener
  readonly #hasNoBody: boolean
  #stage: Stage = 'head'
  /** The begun head or size line, where it did not come as a whole. */
  #held: Buffer | undefined
  #left = 0
  #trailerBytes = 0
  /** Neither side asked for the end of the connection, and the reply's own end is known without it. */
  #keepsConnection = true
  #keepAliveSeconds: number | undefined

  /** @param method a reply to HEAD has no body, whatever its head says */
  constructor(method: string, listener: ReplyListener) {
    this.#hasNoBody = method === 'HEAD'
    this.#listener = listener
  }

  get isDone(): boolean {
    return this.#stage === 'done'
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
    while (bytes.length > 0 && this.#stage !== 'done') {
      const taken = this.#step(bytes)
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
    if (this.#stage === 'to-end') this.#stage = 'done'
    return this.isDone
  }

  /** @returns how many bytes were taken; 0 where more must come first, -1 where no more is wanted */
  #step(bytes: Buffer): number {
    switch (this.#stage) {
      case 'head':
        return this.#readHead(bytes)
      case 'chunk-size':
        return this.#readChunkSize(bytes)
      case 'chunk-end':
        return this.#readChunkEnd(bytes)
      case 'trailer':
        return this.#readTrailer(bytes)
      default:
        return this.#readBody(bytes)
    }
  }

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
    if (!found) throw malformed('its status line is none')
    const status = Number(found[2])
    const headers = readFields(lines)
    this.#frame(status, headers, found[1] === '0')
    return this.#listener.head(status, headers) ? end + 4 : -1
  }

  /** Where the body ends. RFC 9112, section 6.3. */
  #frame(status: number, headers: ReplyHeaders, isOld: boolean): void {
    const { 'transfer-encoding': coding, 'content-length': length } = headers
    const options = tokensOf(headers.connection)
    this.#keepsConnection = isOld ? options.includes('keep-alive') : !options.includes('close')
    const hint = tokensOf(headers['keep-alive']).find((parameter) => /^timeout=\d+$/.test(parameter))
    if (hint) this.#keepAliveSeconds = Number(hint.slice('timeout='.length))
    if (coding !== undefined && length !== undefined)
      throw malformed('it has both a Content-Length and a Transfer-Encoding')
    if (this.#hasNoBody || status < 200 || status === 204 || status === 304) this.#stage = 'done'
    else if (coding !== undefined)
      this.#stage = tokensOf(coding).at(-1) === 'chunked' ? 'chunk-size' : 'to-end'
    else if (length === undefined) this.#stage = 'to-end'
    else {
      if (typeof length !== 'string' || !/^\d{1,15}$/.test(length))
        throw malformed('its Content-Length is none')
      this.#left = Number(length)
      this.#stage = this.#left === 0 ? 'done' : 'length'
    }
    if (this.#stage === 'to-end') this.#keepsConnection = false
  }

  #readBody(bytes: Buffer): number {
    const part = this.#stage === 'to-end' ? bytes : bytes.subarray(0, this.#left)
    if (this.#stage !== 'to-end') {
      this.#left -= part.length
      if (this.#left === 0) this.#stage = this.#stage === 'chunk' ? 'chunk-end' : 'done'
    }
    return this.#listener.body(part) ? part.length : -1
  }

  #readChunkSize(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n')
    if ((end < 0 ? bytes.length : end) > LONGEST_SIZE_LINE) throw malformed('the size of a chunk has no end')
    if (end < 0) return 0
    const size = /^([\da-f]{1,12})[\t ]*(?:;.*)?$/i.exec(bytes.toString('latin1', 0, end))?.[1]
    if (size === undefined) throw malformed('the size of a chunk is none')
    this.#left = Number.parseInt(size, 16)
    this.#stage = this.#left === 0 ? 'trailer' : 'chunk'
    return end + 2
  }

  #readChunkEnd(bytes: Buffer): number {
    if (bytes.length < 2) return 0
    if (bytes[0] !== 0x0d || bytes[1] !== 0x0a) throw malformed('a chunk is longer than its size')
    this.#stage = 'chunk-size'
    return 2
  }

  #readTrailer(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n')
    if (this.#trailerBytes + (end < 0 ? bytes.length : end) > LONGEST_HEAD_BYTES)
      throw malformed(`its trailer is longer than ${LONGEST_HEAD_BYTES} bytes`)
    if (end < 0) return 0
    if (end === 0) this.#stage = 'done'
    else readFields([bytes.toString('latin1', 0, end)])
    this.#trailerBytes += end + 2
    return end + 2
  }
}
