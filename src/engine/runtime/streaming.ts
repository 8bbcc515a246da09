import { Writable } from 'node:stream'
import type { DescribedError } from './describe-error.ts'

const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response'

interface ChunkedRequest {
  write(chunk: Buffer, written: () => void): void
  end(trailers?: string): void
}

/** Opens the streaming reply on first use: until then the function may still choose its content type. */
type OpenReply = (contentType: string) => ChunkedRequest

/** What a streaming handler writes to: each chunk is sent on as it is written. */
export class ResponseStream extends Writable {
  #contentType = 'application/octet-stream'
  #prelude: Buffer | undefined
  #request: ChunkedRequest | undefined
  #isEnded = false
  readonly #open: OpenReply

  constructor(open: OpenReply) {
    super()
    this.#open = open
  }

  /** @throws Error once something has been written: the reply's head is on its way */
  setContentType(contentType: string): void {
    if (this.started) throw new Error('Cannot set content-type, too late.')
    this.#contentType = contentType
  }

  /** What is neither text nor bytes is written as JSON. */
  override write(chunk: unknown, ...more: unknown[]): boolean {
    const isPlain = typeof chunk === 'string' || chunk instanceof Uint8Array
    return (super.write as (...given: unknown[]) => boolean).call(
      this,
      isPlain ? chunk : JSON.stringify(chunk),
      ...more,
    )
  }

  /** Metadata of an HTTP reply, sent before the body: JSON, then eight NUL bytes. */
  setPrelude(prelude: object): void {
    this.#contentType = HTTP_INTEGRATION
    this.#prelude = Buffer.concat([Buffer.from(JSON.stringify(prelude)), Buffer.alloc(8)])
  }

  get started(): boolean {
    return this.#request !== undefined
  }

  /** Ends the reply as failed: the error travels in trailers, since the status is long gone. */
  fail(error: DescribedError): void {
    const body = Buffer.from(JSON.stringify(error)).toString('base64')
    this.#endOnce(
      `Lambda-Runtime-Function-Error-Type: ${error.errorType}\r\nLambda-Runtime-Function-Error-Body: ${body}\r\n`,
    )
  }

  override _write(chunk: Buffer, _encoding: string, written: () => void): void {
    if (this.#isEnded) written()
    else this.#start().write(chunk, written)
  }

  override _final(done: () => void): void {
    this.#endOnce()
    done()
  }

  /** A handler may end its stream and fail all the same: a second end would stand between this reply and the next request. */
  #endOnce(trailers?: string): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#start().end(trailers)
  }

  #start(): ChunkedRequest {
    if (this.#request) return this.#request
    this.#request = this.#open(this.#contentType)
    if (this.#prelude) this.#request.write(this.#prelude, () => {})
    return this.#request
  }
}
