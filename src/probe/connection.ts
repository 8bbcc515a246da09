import { Client } from 'undici'
import { ProbeFailure } from './classify-failure.ts'
import { throughStreams } from './http2-stream.ts'
import type { OpenedSocket } from './open-connection.ts'

/** An open connection and the HTTP client that speaks on it, and on no other. */
export interface Connection extends OpenedSocket {
  readonly origin: string
  readonly client: Client
  /** False once either side has closed it, or a reply on it was not clean. */
  readonly usable: boolean
  /** Ends the request in flight with this reason. */
  abort(reason: unknown): void
  close(): void
}

/** Puts an undici client on an open socket; the client never opens another. */
export function createConnection(opened: OpenedSocket, origin: string): Connection {
  const socket = opened.protocol === 'h2' ? throughStreams(opened.socket) : opened.socket
  let given = false
  let usable = true
  const client = new Client(origin, {
    pipelining: 1,
    allowH2: opened.protocol === 'h2',
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 600_000,
    keepAliveMaxTimeout: 600_000,
    connect: (_options, callback) => {
      const closed = new ProbeFailure('reset', 'The connection was closed before the request was sent.')
      // Within the call undici would not notice that it is connected.
      queueMicrotask(given || !usable ? () => callback(closed, null) : () => callback(null, socket))
      given = true
    },
  })
  client.on('disconnect', () => {
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
    get usable() {
      return usable
    },
    abort(reason) {
      usable = false
      client.destroy(reason as Error).catch(() => {})
    },
    close() {
      usable = false
      client.destroy().catch(() => {})
      opened.socket.destroy()
    },
  }
}
