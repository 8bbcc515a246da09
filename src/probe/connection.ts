import type { Socket } from 'node:net'
import type { HttpClient } from './http-client.ts'
import { createHttp1Client } from './http1-client.ts'
import { createHttp2Client } from './http2-client.ts'
import { type FrameWatch, type StreamFacts, watchFrames } from './http2-frames.ts'
import { throughStreams } from './http2-stream.ts'
import type { OpenedSocket } from './open-connection.ts'
import type { SocketStamps } from './stamped-socket.ts'

/** An open connection and the HTTP client that speaks on it, and on no other. */
export interface Connection extends OpenedSocket {
  readonly origin: string
  readonly client: HttpClient
  /** What the frames say, over HTTP/2. */
  readonly streamFacts?: StreamFacts | undefined
  /** False once either side has closed it, or a reply on it was not clean. */
  readonly usable: boolean
  /** Ends the request in flight with this reason. */
  abort(reason: unknown): void
  close(): void
}

/** Puts a client on an open socket; it never opens another. */
export function createConnection(opened: OpenedSocket, origin: string): Connection {
  return new OpenConnection(opened, origin)
}

class OpenConnection implements Connection {
  readonly origin: string
  readonly client: HttpClient
  readonly socket: Socket
  readonly stamps: SocketStamps
  readonly startedMs: number
  readonly connectMs: number
  readonly tlsMs: number | undefined
  readonly localPort: number
  readonly remoteAddress: string
  readonly protocol: 'h2' | 'http/1.1'
  readonly #opened: OpenedSocket
  readonly #frames: FrameWatch | undefined
  #isEnded = false

  constructor(opened: OpenedSocket, origin: string) {
    const frames = opened.protocol === 'h2' ? watchFrames() : undefined
    this.origin = origin
    this.client = frames
      ? createHttp2Client(origin, throughStreams(opened, frames), frames.facts)
      : createHttp1Client(origin, opened.socket)
    this.socket = opened.socket
    this.stamps = opened.stamps
    this.startedMs = opened.startedMs
    this.connectMs = opened.connectMs
    this.tlsMs = opened.tlsMs
    this.localPort = opened.localPort
    this.remoteAddress = opened.remoteAddress
    this.protocol = opened.protocol
    this.#opened = opened
    this.#frames = frames
    opened.socket.on('error', () => {})
    opened.socket.once('close', () => this.#end())
  }

  get streamFacts(): StreamFacts | undefined {
    return this.#frames?.facts
  }

  get usable(): boolean {
    return !this.#isEnded && this.client.usable
  }

  reset(): void {
    this.#opened.reset()
    this.#frames?.reset()
  }

  abort(reason: unknown): void {
    this.#end()
    this.client.destroy(reason as Error)
  }

  close(): void {
    this.#end()
    this.client.destroy(null)
    if (!this.socket.destroyed) this.socket.destroy()
  }

  #end(): void {
    this.#isEnded = true
  }
}
