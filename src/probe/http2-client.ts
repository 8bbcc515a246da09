import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { HttpClient, ReplyHandler } from './http-client.ts'
import type { StreamFacts } from './http2-frames.ts'

/** As much of a reply may arrive before it is asked to wait: a body is not slowed down by its reader. */
const WINDOW_BYTES = 4 * 1024 * 1024

/**
 * Speaks HTTP/2 on a stream of bytes. undici's own client takes some resets for the end of a reply, and a GOAWAY for
 * the end of the request in flight; here a reply is whole once its END_STREAM has arrived, and then whatever follows
 * (RFC 9113, sections 5.4 and 6.8).
 * @param facts what the frames of the connection say
 */
export function createHttp2Client(origin: string, stream: Duplex, facts: StreamFacts): HttpClient {
  let session: ClientHttp2Session | undefined
  let endWith: (error: Error) => void = () => {}
  const open = () =>
    connect(origin, {
      createConnection: () => stream,
      settings: { enablePush: false, initialWindowSize: WINDOW_BYTES },
    })
      .on('error', (error) => endWith(error))
      .on('close', () => endWith(closedEarly()))
      .on('connect', (opened) => opened.setLocalWindowSize(WINDOW_BYTES))
  return {
    get usable() {
      return !facts.goneAway
    },
    dispatch({ path, method, headers, body }, handler) {
      try {
        session ??= open()
        const asked = { ...lowerCase(headers), ':path': path, ':method': method }
        const request = session.request(asked, { endStream: body === undefined })
        endWith = passOn(request, handler, facts)
        if (body !== undefined) request.end(body)
      } catch (error) {
        handler.failed(error as Error)
      }
    },
    destroy(reason) {
      if (reason) endWith(reason)
      session?.destroy()
      stream.destroy()
    },
  }
}

/** Tells the handler of the reply, and once of its end or its failure. @returns makes it fail */
function passOn(
  request: ClientHttp2Stream,
  handler: ReplyHandler,
  facts: StreamFacts,
): (error: Error) => void {
  let isSettled = false
  const settle = (tell: () => void) => {
    if (!isSettled) tell()
    isSettled = true
  }
  const fail = (error: Error) => settle(() => handler.failed(error))
  const failIf = (reason: Error | undefined) => {
    if (!reason) return
    fail(reason)
    request.close(constants.NGHTTP2_CANCEL)
  }
  const start = ({ ':status': status, ...headers }: Record<string, unknown>) => {
    if (!isSettled) failIf(handler.started(Number(status), headers as Record<string, string>))
  }
  request.on('headers', start).on('response', start)
  request.on('data', (chunk: Buffer) => {
    if (!isSettled) failIf(handler.received(chunk))
  })
  request.on('end', () => {
    if (facts.replyEnded) settle(() => handler.ended())
  })
  request.on('error', fail).on('close', () => fail(closedEarly()))
  return fail
}

/** Node says nothing more of a stream that was reset without an error, or whose connection ended. */
function closedEarly(): Error {
  return Object.assign(new Error('the stream ended before its reply did'), { code: 'ECONNRESET' })
}

/** What speaks of an HTTP/1.1 connection has no place in HTTP/2 (RFC 9113, section 8.2.2). */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** Field names of HTTP/2 are in lower case, and the host has a name of its own there. */
function lowerCase(headers: Record<string, string>): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => {
    const lower = name.toLowerCase()
    return [lower === 'host' ? ':authority' : lower, value]
  })
  return Object.fromEntries(named.filter(([name = '']) => !OF_CONNECTION.has(name)))
}
