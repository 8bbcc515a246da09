import { Http1Body } from '../../core/http1-body.ts'
import type { HttpFields } from '../../core/http1-fields.ts'
import { HeadReader, malformed, type RequestHead } from './request-head.ts'

/** Who is told of requests while they are read. */
export interface RequestListener {
  /** @param whole its body where that came with the head; else its parts follow, and its end */
  request(head: RequestHead, whole: Buffer | undefined): void
  part(part: Buffer): void
  end(trailers: HttpFields): void
}

const EMPTY = Buffer.alloc(0)
const [CR, LF] = [0x0d, 0x0a]

/**
 * Reads the requests of one HTTP/1.1 connection, one behind the other, from bytes as they come. Source: RFC 9112, sections
 * 2 to 7; what can be read in two ways is refused.
 */
export class RequestReader {
  readonly #listener: RequestListener
  readonly #heads = new HeadReader()
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
    const read = this.#heads.read(bytes)
    if (!read) return 0
    const { head, framing, bodyAt } = read
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
