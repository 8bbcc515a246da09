import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ConnectProxy {
  readonly url: string
  readonly port: number
  /** `host:port` of every tunnel that was asked for, in order. */
  readonly tunnels: readonly string[]
  /** `Proxy-Authorization` of each, where there was one. */
  readonly logins: readonly (string | undefined)[]
  close(): Promise<void>
}

export interface ConnectProxyOptions {
  /** `user:password`; anybody else is answered 407. */
  readonly login?: string
  /** Leads every name to loopback, as a proxy resolves names that its clients cannot. */
  readonly resolvesToLoopback?: boolean
}

/** A proxy on loopback that opens tunnels (CONNECT), records them, and forwards nothing else. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const tunnels: string[] = []
  const logins: (string | undefined)[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(501).end())
  server.on('connection', (socket) => sockets.add(socket))
  server.on('connect', (request, client: Socket, head) => {
    const authority = request.url ?? ''
    tunnels.push(authority)
    const login = request.headers['proxy-authorization']
    logins.push(login)
    client.on('error', () => {})
    if (options.login !== undefined && login !== basic(options.login)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n')
      return
    }
    const { hostname, port } = new URL(`http://${authority}`)
    const host = options.resolvesToLoopback ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '')
    const upstream = connect(Number(port) || 80, host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    sockets.add(upstream)
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    tunnels,
    logins,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString('base64')}`
}
