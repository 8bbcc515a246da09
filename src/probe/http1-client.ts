import type { Socket } from 'node:net'
import { ConnectionEnded } from './classify-failure.ts'
import type { HttpClient, HttpRequest, ReplyHandler } from './http-client.ts'
import { Http1Reply } from './http1-reply.ts'
import { now } from './wall-clock.ts'

/** A server that says when it closes an idle connection is not asked this shortly before. */
const BEFORE_IT_CLOSES_MS = 2000

/** What a socket is destroyed with that received bytes when no reply was due. */
export class SurplusBytes extends Error {}

/** One request and its reply. */
interface Flight {
  readonly reply: Http1Reply
  readonly handler: ReplyHandler
  readonly method: string
}

/**
 * Speaks HTTP/1.1 on an open socket, one request after the other, and does between the last byte sent and the last one
 * received what must be done and no more: an HTTP client that keeps pools, queues and pipelines takes several times as
 * long. The socket's stamps are taken before anything here runs.
 * @param origin scheme, host and port; the host that requests are for
 */
export function createHttp1Client(origin: string, socket: Socket): HttpClient {
  return new Http1Client(origin.slice(origin.indexOf('//') + 2), socket)
}

class Http1Client implements HttpClient {
  readonly #host: string
  readonly #socket: Socket
  #flight: Flight | undefined
  #usableUntilMs = Number.POSITIVE_INFINITY

  constructor(host: string, socket: Socket) {
    this.#host = host
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('end', () => this.#end())
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => {
      if (this.#flight) this.#fail(new ConnectionEnded())
      this.#usableUntilMs = 0
    })
    // Whoever opened a tunnel on the socket has paused it.
    socket.resume()
  }

  get usable(): boolean {
    return now() < this.#usableUntilMs
  }

  dispatch(request: HttpRequest, handler: ReplyHandler): void {
    const { method, body } = request
    try {
      const head = headOf(request, this.#host)
      if (this.#usableUntilMs === 0) throw new ConnectionEnded()
      const listener = listenerOf(handler, (error) => this.#fail(error))
      const flight = { reply: new Http1Reply(method, listener), handler, method }
      this.#flight = flight
      // The requests of a burst leave one right after the other, once all of them are made.
      queueMicrotask(() => {
        if (this.#flight === flight) send(this.#socket, head, body)
      })
    } catch (error) {
      handler.failed(error as Error)
    }
  }

  destroy(reason: Error | null): void {
    if (reason && this.#flight) this.#fail(reason)
    this.#usableUntilMs = 0
    this.#flight = undefined
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    const current = this.#flight
    try {
      const surplus = current ? current.reply.read(chunk) : chunk.length
      if (current && this.#flight === current && current.reply.isDone) this.#finish(current)
      if (surplus === 0) return
      this.#usableUntilMs = 0
      this.#socket.destroy(new SurplusBytes('bytes came when no reply was due'))
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #finish({ reply, handler, method }: Flight): void {
    this.#flight = undefined
    // After HEAD some servers send a body all the same.
    if (!reply.keepsConnection || method === 'HEAD') this.#usableUntilMs = 0
    else if (reply.keepAliveSeconds !== undefined)
      this.#usableUntilMs = now() + reply.keepAliveSeconds * 1000 - BEFORE_IT_CLOSES_MS
    handler.ended()
  }

  /** The server sends no more. */
  #end(): void {
    if (this.#flight?.reply.end()) this.#finish(this.#flight)
    else this.#fail(new ConnectionEnded())
  }

  #fail(error: Error): void {
    const failed = this.#flight
    this.#flight = undefined
    this.#usableUntilMs = 0
    failed?.handler.failed(error)
    this.#socket.destroy()
  }
}

function listenerOf(handler: ReplyHandler, fail: (error: Error) => void) {
  const unless = (error: Error | undefined) => {
    if (error) fail(error)
    return error === undefined
  }
  return {
    head: (status: number, headers: Parameters<ReplyHandler['started']>[1]) =>
      unless(handler.started(status, headers)),
    body: (part: Buffer) => unless(handler.received(part)),
  }
}

/** Head and body leave in one system call. */
function send(socket: Socket, head: string, body: string | Uint8Array | undefined): void {
  if (body === undefined || body.length === 0) {
    socket.write(head, 'latin1')
    return
  }
  socket.write(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body as Uint8Array)]))
}

/** Methods whose requests say that they have no body. RFC 9110, section 8.6. */
const EXPECT_A_BODY = new Set(['POST', 'PUT', 'PATCH'])
/** What the framing of a message is made of is not for callers to say. */
const OF_FRAMING = new Set(['transfer-encoding', 'keep-alive', 'upgrade', 'expect'])
const NAME = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** @throws Error for a header that cannot be sent */
function headOf({ method, path, headers, body }: HttpRequest, host: string): string {
  const bytes = body === undefined ? 0 : Buffer.byteLength(body)
  let fields = ''
  let ownHost = host
  let connection = 'keep-alive'
  for (const name of Object.keys(headers)) {
    const value = headers[name] as string
    if (!NAME.test(name) || !VALUE.test(value)) throw unsendable(name)
    const lower = name.toLowerCase()
    if (lower === 'host') ownHost = value
    else if (lower === 'connection') connection = value
    else if (lower === 'content-length' ? Number(value) !== bytes : OF_FRAMING.has(lower))
      throw unsendable(name)
    else if (lower !== 'content-length') fields += `${name}: ${value}\r\n`
  }
  const length = bytes > 0 || EXPECT_A_BODY.has(method) ? `content-length: ${bytes}\r\n` : ''
  return `${method} ${path} HTTP/1.1\r\nhost: ${ownHost}\r\nconnection: ${connection}\r\n${fields}${length}\r\n`
}

function unsendable(name: string): Error {
  return new Error(`the header ${name} cannot be sent as it is`)
}
