import { bareHost, parseUrl } from '../core/parse-url.ts'
import type { ProbeError, ProbeRequest } from '../core/probe-request.ts'
import { classifyFailure, ProbeFailure, type Stage } from './classify-failure.ts'
import { type Connection, createConnection } from './connection.ts'
import { startDeadline } from './deadline.ts'
import { type Endpoint, type OpenedSocket, openConnection } from './open-connection.ts'
import type { ProbeTimeouts, StopSignal } from './prober.ts'
import type { ReadQueue } from './read-queue.ts'
import type { Address, AddressBook } from './resolve-address.ts'
import type { SecureContexts } from './secure-contexts.ts'

/** What every connection of one prober shares. */
export interface ConnectionMaker {
  readonly addresses: AddressBook
  readonly contexts: SecureContexts
  readonly queue: ReadQueue
  /** host:port of servers that refused HTTP/1.1 in the TLS handshake. */
  readonly http2Only: Set<string>
}

/** A connection for a request, or why there is none. */
export interface OpenOutcome {
  readonly connection?: Connection | undefined
  readonly dnsMs?: number | undefined
  readonly flags: readonly string[]
  readonly error?: ProbeError
}

/** An address that is not the last one may take this long before the next is tried. */
const ATTEMPT_MS = 2_500

/** Resolves the host, then opens a connection for the request. Never rejects. */
export async function openForRequest(
  request: ProbeRequest,
  maker: ConnectionMaker,
  timeouts: Required<ProbeTimeouts>,
  signal?: StopSignal,
): Promise<OpenOutcome> {
  const limit = limitOpening(timeouts, signal)
  let dnsMs: number | undefined
  const flags: string[] = []
  const open = async () => {
    const url = readUrl(request.url)
    limit.opening.entered('dns')
    const resolution = await maker.addresses.resolve(reachedHost(request, url))
    dnsMs = resolution.dnsMs
    const opened = await openFirstThatAnswers(request, url, resolution.addresses, maker, limit.opening, flags)
    return createConnection(opened, url.origin)
  }
  try {
    const connection = await limit.orFailed(open)
    return { connection, dnsMs, flags }
  } catch (error) {
    limit.destroyCurrent()
    const failure = classifyFailure(error, limit.stage(), request.certificateAuthorityFrom)
    return { dnsMs, flags, error: failure }
  } finally {
    limit.stop()
  }
}

type Opening = Parameters<typeof openConnection>[3]

/** The deadline of one opening: once it has passed, or the signal came, the current socket is destroyed, waits end, and no other socket is opened. */
function limitOpening(timeouts: Required<ProbeTimeouts>, signal: StopSignal | undefined) {
  let current: { destroy(error?: Error): unknown } | undefined
  let isOver = false
  const destroyCurrent = () => {
    isOver = true
    current?.destroy()
  }
  let giveUp: (reason: unknown) => void = () => {}
  const onEnd = (reason: unknown) => {
    giveUp(reason)
    destroyCurrent()
  }
  const deadline = startDeadline(timeouts, onEnd, signal)
  return {
    opening: {
      entered: (stage) => deadline.enter(stage),
      attach(socket) {
        current = socket
        if (!isOver) return
        socket.destroy()
        throw new Error('The opening is over.')
      },
    } satisfies Opening,
    orFailed: <T>(open: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        giveUp = reject
        open().then(resolve, reject)
      }),
    destroyCurrent,
    stage: () => deadline.stage,
    stop: () => deadline.stop(),
  }
}

async function openFirstThatAnswers(
  request: ProbeRequest,
  url: URL,
  addresses: readonly Address[],
  maker: ConnectionMaker,
  opening: Opening,
  flags: string[],
): Promise<OpenedSocket> {
  let lastError: unknown = new Error('the host name has no address')
  for (const [index, address] of addresses.entries()) {
    const isLast = index === addresses.length - 1
    const attempt = limitAttempt(opening, isLast ? undefined : ATTEMPT_MS)
    try {
      const opened = await negotiate(request, url, address, maker, attempt.opening)
      if (index > 0) flags.push('other-address')
      maker.addresses.prefer(reachedHost(request, url), address)
      return opened
    } catch (error) {
      lastError = error
      if (attempt.stage() !== 'connect') throw error
    } finally {
      attempt.end()
    }
  }
  throw lastError
}

/** Destroys the socket of an attempt that has not connected in time, so that the next address has its turn. */
function limitAttempt(opening: Opening, ms: number | undefined) {
  let stage: Stage = 'connect'
  let timer: NodeJS.Timeout | undefined
  return {
    opening: {
      entered(next: Stage) {
        stage = next
        if (next !== 'connect') clearTimeout(timer)
        opening.entered(next)
      },
      attach(socket) {
        opening.attach(socket)
        if (ms === undefined || stage !== 'connect') return
        clearTimeout(timer)
        timer = setTimeout(
          () => socket.destroy(new ProbeFailure('timeout', `No TCP connection within ${ms} ms.`)),
          ms,
        )
      },
    } satisfies Opening,
    stage: () => stage,
    end: () => clearTimeout(timer),
  }
}

/** HTTP/1.1, unless the server refuses it in the handshake: then, and for this host from then on, HTTP/2. */
async function negotiate(
  request: ProbeRequest,
  url: URL,
  address: Address,
  maker: ConnectionMaker,
  opening: Opening,
): Promise<OpenedSocket> {
  const offer = (protocols: readonly string[]): Endpoint => ({
    hostname: bareHost(url),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    ...(url.protocol === 'https:'
      ? { tls: { context: maker.contexts.get(request.certificateAuthority), protocols } }
      : {}),
    ...(request.via
      ? { via: { proxy: request.via, context: maker.contexts.get(request.certificateAuthority) } }
      : {}),
  })
  if (maker.http2Only.has(url.host)) return openConnection(offer(['h2']), address, maker.queue, opening)
  try {
    return await openConnection(offer(['http/1.1']), address, maker.queue, opening)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL') throw error
    maker.http2Only.add(url.host)
    return openConnection(offer(['h2']), address, maker.queue, opening)
  }
}

function readUrl(text: string): URL {
  const url = urlOf(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new ProbeFailure('protocol', `${text} is not an http or https URL.`)
}

function urlOf(text: string): URL | undefined {
  try {
    return parseUrl(text)
  } catch {
    return undefined
  }
}

/** The host that is connected to: the proxy's where there is one. */
function reachedHost({ via }: ProbeRequest, url: URL): string {
  return via?.host ?? bareHost(url)
}
