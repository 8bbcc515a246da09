import type { Socket } from 'node:net'
import type { ProxyRoute } from '../core/proxy-route.ts'
import { ProbeFailure } from './classify-failure.ts'

/** More than any proxy has to say before the tunnel is open. */
const MOST_BYTES = 16_384

/**
 * Asks a proxy for a tunnel to a host and port; from then on the socket is as good as one to that host.
 * Rejects with a `connect` failure that names the proxy. RFC 9110, section 9.3.6.
 * @param socket open to the proxy; nothing has been sent on it
 */
export function openTunnel(socket: Socket, proxy: ProxyRoute, host: string, port: number): Promise<void> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const login = proxy.authorization ? `Proxy-Authorization: ${proxy.authorization}\r\n` : ''
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const fail = (reason: string) =>
      reject(new ProbeFailure('connect', `The proxy ${proxy.shown} opened no tunnel: ${reason}.`))
    const onClose = () => fail('it closed the connection')
    const onError = ({ message }: Error) => fail(message)
    const end = () => {
      socket.off('data', onData)
      socket.off('close', onClose)
      socket.off('error', onError)
    }
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const headEnd = received.indexOf('\r\n\r\n')
      if (headEnd === -1 && received.length <= MOST_BYTES) return
      end()
      socket.pause()
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(received.toString('latin1'))?.[1] ?? Number.NaN)
      if (status >= 200 && status < 300 && headEnd !== -1) {
        if (received.length > headEnd + 4) socket.unshift(received.subarray(headEnd + 4))
        resolve()
      } else fail(Number.isNaN(status) ? 'it does not speak HTTP' : `it answered ${status}${wants(status)}`)
    }
    socket.on('data', onData)
    socket.once('close', onClose)
    socket.once('error', onError)
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`)
  })
}

function wants(status: number): string {
  return status === 407 ? ', which asks for a login (user:password@ in the address of the proxy)' : ''
}
