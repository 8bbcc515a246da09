import { subscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net, { type Socket } from 'node:net'

/**
 * Says which names are looked up and which connections are opened from now on: `dns`, a name, how long it took;
 * `socket`, an address, how long until it was connected, whether it is encrypted. Connections to the Runtime API and to
 * servers in this very process belong to the launcher and are left out.
 */
export function watchConnections(say: (...words: (string | number)[]) => void): void {
  const own = new Set([Number((process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':')[1])])
  watchServers((port) => own.add(port))
  const { lookup } = dns
  // biome-ignore lint/suspicious/noExplicitAny: its overloads end in a callback each.
  dns.lookup = function (this: unknown, name: string, ...rest: any[]) {
    const startedMs = performance.now()
    const callback = rest.pop()
    rest.push(function (this: unknown, ...found: unknown[]) {
      if (net.isIP(name) === 0) say('dns', name, performance.now() - startedMs)
      return callback.apply(this, found)
    })
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    return (lookup as any).call(this, name, ...rest)
  } as typeof lookup
  syncBuiltinESMExports()
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket }
    const startedMs = performance.now()
    socket.once('connect', () => {
      const { remotePort = 0, remoteAddress } = socket
      if (own.has(remotePort)) return
      const host = (socket as { _host?: string | null })._host ?? remoteAddress
      say('socket', `${host}:${remotePort}`, performance.now() - startedMs)
    })
  })
}

function watchServers(onPort: (port: number) => void): void {
  const { listen } = net.Server.prototype
  net.Server.prototype.listen = function (this: net.Server, ...given: unknown[]) {
    this.once('listening', () => {
      const address = this.address()
      if (typeof address === 'object' && address) onPort(address.port)
    })
    // biome-ignore lint/suspicious/noExplicitAny: it has seven overloads.
    return (listen as any).apply(this, given)
  } as typeof listen
}
