import type { Duplex } from 'node:stream'
import { makeRefusal, makeReply } from './reply-message.ts'
import { RequestBody } from './request-body.ts'
import { type RequestHead, RequestRefused } from './request-head.ts'
import { RequestReader } from './request-reader.ts'

/** A request and the place of its reply. */
export interface Exchange {
  readonly head: RequestHead
  /** As a whole where it came with the head. */
  readonly body: Buffer | RequestBody
  /** True where its client has sent another request behind it, without waiting for the reply. */
  readonly isFollowed: boolean
  /** @param fields complete header lines of `latin1` characters, each ended by CRLF, without the length of the body */
  reply(status: number, fields: string, body: string | Buffer): void
  /** The same, but it may leave together with the reply to the next request of its connection. `flush` does not wait for that. */
  replyWithNext(status: number, fields: string, body: string): void
  flush(): void
  /** Is told when whoever waits for its reply is gone; not after the reply. */
  onGone(tell: () => void): void
}

/**
 * Serves HTTP/1.1 on a connection: requests are told as they come, also before those ahead of them are answered, and replies
 * leave in their order, each in one write. For a connection that has one client of known kinds; it has no limits of time.
 * Source: RFC 9112.
 * @param handle is told of each request once its head is here
 */
export function serveConnection(socket: Duplex, handle: (exchange: Exchange) => void): void {
  const connection = new Connection(socket, handle)
  socket.on('data', (chunk: Buffer) => connection.take(chunk))
  socket.on('error', () => {})
  socket.on('close', () => connection.end())
}

class Connection {
  readonly #socket: Duplex
  readonly #handle: (exchange: Exchange) => void
  readonly #reader: RequestReader
  /** What is not answered yet, or not sent. */
  readonly due: OneExchange[] = []
  #body: RequestBody | undefined
  /** A request has said that none comes behind it. */
  #isOver = false

  constructor(socket: Duplex, handle: (exchange: Exchange) => void) {
    this.#socket = socket
    this.#handle = handle
    this.#reader = new RequestReader({
      request: (head, whole) => this.#begin(head, whole),
      part: (part) => {
        if (!this.#body?.destroyed && this.#body?.push(part) === false) this.#socket.pause()
      },
      end: (trailers) => {
        this.#body?.finish(trailers)
        this.#body = undefined
        this.#socket.resume()
      },
    })
  }

  take(chunk: Buffer): void {
    try {
      this.#reader.read(chunk)
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error
      this.#refuse(error)
    }
  }

  /** The connection is gone. */
  end(): void {
    this.#body?.destroy(new Error('the request broke off'))
    for (const exchange of this.due.splice(0)) exchange.tellGone()
  }

  #begin(head: RequestHead, whole: Buffer | undefined): void {
    if (this.#isOver) return
    this.#isOver = !head.keepsConnection
    if (whole === undefined) this.#body = new RequestBody(() => this.#socket.resume())
    const exchange = new OneExchange(this, head, whole ?? (this.#body as RequestBody))
    this.due.push(exchange)
    if (head.waitsForContinue && whole === undefined) this.flush()
    this.#handle(exchange)
  }

  /** Sends what is next in turn. */
  flush(): void {
    const ready: (string | Buffer)[] = []
    let isLast = false
    while (!isLast && this.due[0]) {
      const [exchange] = this.due
      if (exchange.takeInvitation()) ready.push('HTTP/1.1 100 Continue\r\n\r\n')
      if (!exchange.message) break
      ready.push(...exchange.message)
      isLast = !exchange.head.keepsConnection
      this.due.shift()
    }
    if (ready.length > 0) this.#write(ready)
    if (isLast) this.#socket.end()
  }

  #write(parts: readonly (string | Buffer)[]): void {
    if (this.#socket.destroyed) return
    if (parts.every((part) => typeof part === 'string')) {
      this.#socket.write(parts.join(''), 'latin1')
      return
    }
    this.#socket.cork()
    for (const part of parts) this.#socket.write(part as string, 'latin1')
    this.#socket.uncork()
  }

  /** Where a reply is due there is no place for another. */
  #refuse({ status }: RequestRefused): void {
    this.#socket.removeAllListeners('data')
    if (this.due.length > 0) this.#socket.destroy()
    else this.#socket.end(makeRefusal(status))
  }
}

class OneExchange implements Exchange {
  readonly head: RequestHead
  readonly body: Buffer | RequestBody
  /** Head and body of the reply. */
  message: readonly (string | Buffer)[] | undefined
  readonly #connection: Connection
  #mayInvite: boolean
  #tell: (() => void) | undefined

  constructor(connection: Connection, head: RequestHead, body: Buffer | RequestBody) {
    this.#connection = connection
    this.head = head
    this.body = body
    this.#mayInvite = head.waitsForContinue && !Buffer.isBuffer(body)
  }

  get isFollowed(): boolean {
    return this.#connection.due.at(-1) !== this
  }

  /** Whether leave to send the body is due, which its client waits for; from then on it is given. */
  takeInvitation(): boolean {
    const isInvited = this.#mayInvite && this.message === undefined
    this.#mayInvite = false
    return isInvited
  }

  reply(status: number, fields: string, body: string | Buffer): void {
    this.replyWithNext(status, fields, body)
    this.flush()
  }

  replyWithNext(status: number, fields: string, body: string | Buffer): void {
    this.message = makeReply(this.head, status, fields, body)
    this.#tell = undefined
  }

  flush(): void {
    this.#connection.flush()
  }

  onGone(tell: () => void): void {
    this.#tell = tell
  }

  tellGone(): void {
    this.#tell?.()
  }
}
