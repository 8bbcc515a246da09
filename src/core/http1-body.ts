import { type HttpFields, type Malformed, readFields } from './http1-fields.ts'

/** Beyond this a head, or a trailer, is refused, as Node's own HTTP refuses it. */
export const LONGEST_HEAD_BYTES = 16 * 1024
/** A chunk's size with its extensions. */
const LONGEST_SIZE_LINE = 4 * 1024

type Stage = 'length' | 'to-end' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'done'

/** Where a body ends: after so many bytes, after its last chunk, or with its connection. */
export type BodyFraming = number | 'chunked' | 'to-end'

/** The value of a Content-Length, bytes. @throws what `malformed` makes, for one that is none or comes twice */
export function readLength(value: string | string[], malformed: Malformed): number {
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value))
    throw malformed('its Content-Length is not a number')
  return Number(value)
}

/** Who reads a body. */
export interface BodyListener {
  /** A part of it, without the framing. @returns false where no more of it is wanted */
  readonly body: (part: Buffer) => boolean
  /** Makes the error of one whose framing is none. */
  readonly malformed: Malformed
}

/** Reads the body of one HTTP/1.1 message from bytes as they come. Source: RFC 9112, sections 6 and 7. */
export class Http1Body {
  readonly #listener: BodyListener
  #stage: Stage
  #left = 0
  #trailerBytes = 0
  readonly #trailers: string[] = []

  constructor(framing: BodyFraming, listener: BodyListener) {
    this.#listener = listener
    if (typeof framing === 'string') this.#stage = framing === 'chunked' ? 'chunk-size' : 'to-end'
    else {
      this.#left = framing
      this.#stage = framing === 0 ? 'done' : 'length'
    }
  }

  get isDone(): boolean {
    return this.#stage === 'done'
  }

  /** The fields behind its last chunk, once it is done. */
  get trailers(): HttpFields {
    return readFields(this.#trailers, this.#listener.malformed)
  }

  /** The connection has ended. */
  end(): void {
    if (this.#stage === 'to-end') this.#stage = 'done'
  }

  /**
   * Takes the next step.
   * @param bytes at least one
   * @returns how many of them were taken; 0 where more must come first, -1 where no more is wanted
   * @throws what `malformed` makes
   */
  step(bytes: Buffer): number {
    switch (this.#stage) {
      case 'chunk-size':
        return this.#readChunkSize(bytes)
      case 'chunk-end':
        return this.#readChunkEnd(bytes)
      case 'trailer':
        return this.#readTrailer(bytes)
      default:
        return this.#readPart(bytes)
    }
  }

  #readPart(bytes: Buffer): number {
    const part = this.#stage === 'to-end' ? bytes : bytes.subarray(0, this.#left)
    if (this.#stage !== 'to-end') {
      this.#left -= part.length
      if (this.#left === 0) this.#stage = this.#stage === 'chunk' ? 'chunk-end' : 'done'
    }
    return this.#listener.body(part) ? part.length : -1
  }

  #readChunkSize(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n')
    if ((end < 0 ? bytes.length : end) > LONGEST_SIZE_LINE)
      throw this.#listener.malformed('the size of a chunk has no end')
    if (end < 0) return 0
    const size = /^([\da-f]{1,12})[\t ]*(?:;.*)?$/i.exec(bytes.toString('latin1', 0, end))?.[1]
    if (size === undefined) throw this.#listener.malformed('the size of a chunk is not a number')
    this.#left = Number.parseInt(size, 16)
    this.#stage = this.#left === 0 ? 'trailer' : 'chunk'
    return end + 2
  }

  #readChunkEnd(bytes: Buffer): number {
    if (bytes.length < 2) return 0
    if (bytes[0] !== 0x0d || bytes[1] !== 0x0a)
      throw this.#listener.malformed('a chunk is longer than its size')
    this.#stage = 'chunk-size'
    return 2
  }

  #readTrailer(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n')
    if (this.#trailerBytes + (end < 0 ? bytes.length : end) > LONGEST_HEAD_BYTES)
      throw this.#listener.malformed(`its trailer is longer than ${LONGEST_HEAD_BYTES} bytes`)
    if (end < 0) return 0
    if (end === 0) this.#stage = 'done'
    else {
      const line = bytes.toString('latin1', 0, end)
      readFields([line], this.#listener.malformed)
      this.#trailers.push(line)
    }
    this.#trailerBytes += end + 2
    return end + 2
  }
}
