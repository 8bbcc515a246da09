import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net'
import { WARM_UP_CERTIFICATE, WARM_UP_KEY } from '../../src/probe/warm-up-server.ts'

export interface LoopbackServer {
  readonly origin: string
  readonly port: number
  /** Connections accepted so far. */
  accepted(): number
  close(): Promise<void>
}

/** An HTTP server on a random loopback port. */
export async function startHttpServer(
  listener: RequestListener,
  host = '127.0.0.1',
): Promise<LoopbackServer> {
  return listen(createServer(listener), 'http', host)
}

/** The same over TLS, with the warm-up server's self-signed certificate (`loopbackCertificate`). */
export async function startHttpsServer(listener: RequestListener): Promise<LoopbackServer> {
  return listen(createSecureServer({ cert: WARM_UP_CERTIFICATE, key: WARM_UP_KEY }, listener), 'https')
}

export const loopbackCertificate = WARM_UP_CERTIFICATE
export const loopbackKey = WARM_UP_KEY

/** A server that writes what it likes: `answer` is called once the request's head has arrived. */
export async function startRawServer(answer: (socket: Socket) => void): Promise<LoopbackServer> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    let head = ''
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      head = ''
      answer(socket)
    })
  })
  const listening = await listen(server, 'http')
  return {
    ...listening,
    close() {
      for (const socket of sockets) socket.destroy()
      return listening.close()
    },
  }
}

/** Puts any server on a random loopback port. */
export async function listen(
  server: Server | TcpServer,
  scheme: 'http' | 'https',
  host = '127.0.0.1',
): Promise<LoopbackServer> {
  let accepted = 0
  server.on('connection', () => {
    accepted++
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return {
    origin: `${scheme}://${name}:${port}`,
    port,
    accepted: () => accepted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
