import { Socket, type SocketConstructorOpts } from 'node:net'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import type { ProxyRoute } from '../core/proxy-route.ts'
import type { Stage } from './classify-failure.ts'
import { openTunnel } from './open-tunnel.ts'
import type { ReadQueue } from './read-queue.ts'
import type { Address } from './resolve-address.ts'
import { type StampedSocket, stampSocket } from './stamped-socket.ts'
import { now } from './wall-clock.ts'

/** Where a connection goes. */
export interface Endpoint {
  readonly hostname: string
  readonly port: number
  /** Present for https. */
  readonly tls?: { readonly context: SecureContext; readonly protocols: readonly string[] }
  /** The address that is connected to is this proxy's. */
  readonly via?: { readonly proxy: ProxyRoute; readonly context: SecureContext }
}

/** An open connection with its set-up times; nothing has been sent on it. */
export interface OpenedSocket extends StampedSocket {
  /** Estimate of the moment the SYN left, monotonic ms. */
  readonly startedMs: number
  readonly connectMs: number
  readonly tlsMs?: number | undefined
  readonly localPort: number
  readonly remoteAddress: string
  /** The protocol the server chose by ALPN, `h2` or `http/1.1`. */
  readonly protocol: 'h2' | 'http/1.1'
}

/** Lets whoever watches the clock end a connection that is being opened. */
export interface Opening {
  entered(stage: Stage): void
  /** Called with what to destroy if the time is up. */
  attach(socket: Socket): void
}

/**
 * Opens TCP, then TLS, to one address, and times each. Rejects with Node's error for the stage last entered.
 * PROBE method, points 1 and 2.
 */
export async function openConnection(
  endpoint: Endpoint,
  address: Address,
  queue: ReadQueue,
  opening: Opening,
): Promise<OpenedSocket> {
  opening.entered('connect')
  const { via } = endpoint
  const tcp = await openTcp(via?.proxy.port ?? endpoint.port, address, opening)
  const way = via ? await throughProxy(tcp, via, endpoint, opening) : tcp
  const localPort = tcp.socket.localPort ?? 0
  if (!endpoint.tls) return describe(way, address, localPort, queue)
  opening.entered('tls')
  const { socket, tlsMs } = await openTls(way.socket, endpoint.hostname, endpoint.tls)
  opening.attach(socket)
  const protocol = socket.alpnProtocol === 'h2' ? 'h2' : 'http/1.1'
  return describe({ ...way, socket }, address, localPort, queue, { tlsMs, protocol })
}

function describe(
  { socket, startedMs, connectMs }: OpenTcp,
  { address: remoteAddress }: Address,
  localPort: number,
  queue: ReadQueue,
  secured?: { readonly tlsMs: number; readonly protocol: 'h2' | 'http/1.1' },
): OpenedSocket {
  const { stamps, reset } = stampSocket(socket, queue)
  const { tlsMs, protocol = 'http/1.1' } = secured ?? {}
  return { socket, stamps, reset, startedMs, connectMs, tlsMs, localPort, remoteAddress, protocol }
}

/** The tunnel counts as connecting: only when it is there is there a connection to the host. */
async function throughProxy(
  tcp: OpenTcp,
  { proxy, context }: NonNullable<Endpoint['via']>,
  { hostname, port }: Endpoint,
  opening: Opening,
): Promise<OpenTcp> {
  const socket = proxy.isSecure
    ? (await openTls(tcp.socket, proxy.host, { context, protocols: ['http/1.1'] })).socket
    : tcp.socket
  opening.attach(socket)
  await openTunnel(socket, proxy, hostname, port)
  return { ...tcp, socket, connectMs: now() - tcp.startedMs }
}

interface OpenTcp {
  readonly socket: Socket
  readonly startedMs: number
  readonly connectMs: number
}

/** One read of the kernel's buffer, so a body of this size is one chunk. */
const READ_BYTES = 65_536

/**
 * The SYN leaves between `connectionAttempt` and the return of connect(2): their midpoint is its time.
 * `noDelay` counts only in the constructor.
 */
function openTcp(port: number, { address, family }: Address, opening: Opening): Promise<OpenTcp> {
  return new Promise((resolve, reject) => {
    const socket = new Socket({ noDelay: true, highWaterMark: READ_BYTES } as SocketConstructorOpts)
    let attemptMs = now()
    let calledMs = attemptMs
    const onClose = () => reject(new Error('The connection was closed'))
    opening.attach(socket)
    socket.once('connectionAttempt', () => {
      // Node calls connect(2) right after this listener; the microtask runs when that call has returned.
      queueMicrotask(() => {
        calledMs = now()
      })
      attemptMs = now()
    })
    socket.prependOnceListener('connect', () => {
      const connectedMs = now()
      socket.off('error', reject)
      socket.off('close', onClose)
      const startedMs = (attemptMs + calledMs) / 2
      resolve({ socket, startedMs, connectMs: connectedMs - startedMs })
    })
    socket.once('error', reject)
    socket.once('close', onClose)
    socket.connect({ host: address, port, family, autoSelectFamily: false })
  })
}

function openTls(
  socket: Socket,
  hostname: string,
  { context, protocols }: NonNullable<Endpoint['tls']>,
): Promise<{ socket: TLSSocket; tlsMs: number }> {
  return new Promise((resolve, reject) => {
    // The ClientHello leaves early in this call; the stamp after it would be late by the handshake's first round.
    const helloMs = now()
    const secure = connectTls({
      socket,
      secureContext: context,
      ...(isHostname(hostname) ? { servername: hostname } : {}),
      host: hostname,
      ALPNProtocols: [...protocols],
    })
    secure.prependOnceListener('secureConnect', () => {
      const securedMs = now()
      secure.off('error', reject)
      resolve({ socket: secure, tlsMs: securedMs - helloMs })
    })
    secure.once('error', reject)
    secure.once('close', () => reject(new Error('The connection was closed')))
  })
}

/** Server Name Indication carries names only, never addresses (RFC 6066). */
function isHostname(hostname: string): boolean {
  return !/^[\d.]+$/.test(hostname) && !hostname.includes(':')
}
