import type { HttpClient } from './http-client.ts'
import { createHttp1Client } from './http1-client.ts'
import { createHttp2Client } from './http2-client.ts'
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
  const client = frames
    ? createHttp2Client(origin, throughStreams(opened, frames), frames.facts)
    : createHttp1Client(origin, opened.socket)
  let isEnded = false
  const end = () => {
    isEnded = true
  }
  opened.socket.on('error', () => {})
  opened.socket.once('close', end)
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
      return !isEnded && client.usable
    },
    abort(reason) {
      end()
      client.destroy(reason as Error)
    },
    close() {
      end()
      client.destroy(null)
      opened.socket.destroy()
    },
  }
}
