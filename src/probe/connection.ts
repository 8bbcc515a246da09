import type { Socket } from 'node:net'
import { Client } from 'undici'
import { ProbeFailure } from './classify-failure.ts'
import { createHttp2Client, type HttpClient } from './http2-client.ts'
import { type StreamFacts, watchFrames } from './http2-frames.ts'
import { throughStreams } from './http2-stream.ts'
import type { OpenedSocket } from './open-connection.ts'

/** An open connection and the HTTP client that speaks on it, and on no other. */
export interface Connection extends OpenedSocket {
  readonly origin: string
  readonly client: HttpClient
  /** What the frames say, over HTTP/2. */
  readonly streamFacts?: StreamFacts
  /** False once either side has closed it, or a reply on it was not clean. */
  readonly usable: boolean
  /** Ends the request in flight with this reason. */
  abort(reason: unknown): void
  close(): void
}

/** Puts a client on an open socket; it never opens another. */
export function createConnection(opened: OpenedSocket, origin: string): Connection {
  const frames = opened.protocol === 'h2' ? watchFrames() : undefined
  let usable = true
  const client = frames
    ? createHttp2Client(origin, throughStreams(opened, frames), frames.facts)
    : createHttp1Client(origin, opened.socket, () => usable).on('disconnect', () => {
        usable = false
      })
  opened.socket.on('error', () => {})
  opened.socket.once('close', () => {
    usable = false
  })
  return {
    ...opened,
    origin,
    client,
    ...(frames && { streamFacts: frames.facts }),
    reset() {
      opened.reset()
      frames?.reset()
    },
    get usable() {
      return usable && !frames?.facts.goneAway
    },
    abort(reason) {
      usable = false
      client.destroy(reason as Error).catch(() => {})
    },
    close() {
      usable = false
      client.destroy(null).catch(() => {})
      opened.socket.destroy()
    },
  }
}

function createHttp1Client(origin: string, socket: Socket, isUsable: () => boolean): Client {
  let given = false
  return new Client(origin, {
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 600_000,
    keepAliveMaxTimeout: 600_000,
    connect: (_options, callback) => {
      const closed = new ProbeFailure('reset', 'The connection was closed before the request was sent.')
      // Within the call undici would not notice that it is connected.
      queueMicrotask(given || !isUsable() ? () => callback(closed, null) : () => callback(null, socket))
      given = true
    },
  })
}
