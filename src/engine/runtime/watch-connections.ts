import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** `dns` or `socket`, a name or an address, how long it took in ms, and the error's code where it failed. */
export type Say = (...words: readonly (string | number)[]) => void

type Call = (this: unknown, ...given: unknown[]) => unknown

/**
 * Says which names are looked up and which connections are opened from now on: `dns` when there is an answer, `socket`
 * when it is connected (with TLS, when that is agreed upon). Connections to the Runtime API and to servers in this very
 * process belong to the launcher and are left out.
 */
export function watchConnections(say: Say): void {
  const own = new Set([Number((process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':')[1])])
  watchServers((port) => own.add(port))
  watchLookups(dns as unknown as Record<string, unknown>, say)
  watchLookups(dns.promises as unknown as Record<string, unknown>, say)
  syncBuiltinESMExports()
  watchSockets(own, say)
}

/** `lookup`, `resolve4` and their kin, with callbacks and with promises. */
function watchLookups(api: Record<string, unknown>, say: Say): void {
  for (const [key, value] of Object.entries(api)) {
    if (typeof value !== 'function' || !/^(lookup$|resolve)/.test(key)) continue
    const original = value as Call
    const watched: Call = function (name, ...rest) {
      const startedMs = performance.now()
      const done = (error?: unknown) => {
        if (net.isIP(String(name)) === 0)
          say('dns', String(name), performance.now() - startedMs, ...codeOf(error))
      }
      const callback = rest.at(-1)
      if (typeof callback === 'function')
        rest[rest.length - 1] = function (this: unknown, ...found: unknown[]) {
          done(found[0])
          return callback.apply(this, found)
        }
      const answer = original.call(this, name, ...rest)
      if (answer instanceof Promise) answer.then(() => done(), done)
      return answer
    }
    // util.promisify reads what a callback is given off the function.
    api[key] = Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original))
  }
}

function codeOf(error: unknown): string[] {
  if (error === undefined || error === null) return []
  return [String((error as { code?: unknown }).code ?? 'failed')]
}

function watchSockets(own: ReadonlySet<number>, say: Say): void {
  const connect = net.Socket.prototype.connect as Call
  net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
    const startedMs = performance.now()
    const { name, port } = addressOf(given)
    const tell = (...failed: string[]) => {
      this._destroy = _destroy
      if (!own.has(port)) say('socket', name, performance.now() - startedMs, ...failed)
    }
    // A listener for its error would keep it from the function.
    const { _destroy } = this
    this._destroy = (error, callback) => {
      if (error) tell(...codeOf(error))
      return _destroy.call(this, error, callback)
    }
    this.once('encrypted' in this ? 'secureConnect' : 'connect', () => tell())
    return connect.apply(this, given)
  } as typeof net.Socket.prototype.connect
}

/** Of what `connect` was given: options, what Node made of them, or a port and a host. */
function addressOf([first, second]: readonly unknown[]): { readonly name: string; readonly port: number } {
  const given = Array.isArray(first) ? first[0] : first
  const { path, host, port } = (
    typeof given === 'object' && given !== null ? given : { port: given, host: second }
  ) as { readonly path?: string; readonly host?: unknown; readonly port?: unknown }
  if (path) return { name: path, port: 0 }
  return { name: `${typeof host === 'string' ? host : 'localhost'}:${port}`, port: Number(port) }
}

function watchServers(onPort: (port: number) => void): void {
  const { listen } = net.Server.prototype
  net.Server.prototype.listen = function (this: net.Server, ...given: unknown[]) {
    this.once('listening', () => {
      const address = this.address()
      if (typeof address === 'object' && address) onPort(address.port)
    })
    return (listen as Call).apply(this, given)
  } as typeof listen
}
