import { Readable } from 'node:stream'
import { buildQueryString, type HttpRequest, HttpResponse } from '@smithy/core/protocols'
import type { Network } from '../../core/network.ts'

/** Set by the client that sends. */
const OURS = new Set(['host', 'content-length'])

/**
 * How the SDK's clients send: as every other call to a platform, so that proxies and certificate authorities are the
 * same for all. Replies are small and read whole.
 * @param timeoutMs for one try
 */
export function createFetchHandler({ fetch }: Pick<Network, 'fetch'>, timeoutMs: number) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: HttpRequest, { abortSignal }: { readonly abortSignal?: unknown } = {}) {
      const time = AbortSignal.timeout(timeoutMs)
      const signal = abortSignal ? AbortSignal.any([abortSignal as AbortSignal, time]) : time
      const { method, headers, body } = request
      const kept = Object.entries(headers).filter(([name]) => !OURS.has(name.toLowerCase()))
      const reply = await fetch(addressOf(request), {
        method,
        headers: Object.fromEntries(kept),
        body: method === 'GET' || method === 'HEAD' ? null : (body ?? null),
        redirect: 'manual',
        signal,
      }).catch((error: Error) => {
        throw asKnown(error.cause ?? error)
      })
      const bytes = Buffer.from(await reply.arrayBuffer())
      const response = new HttpResponse({
        statusCode: reply.status,
        reason: reply.statusText,
        headers: Object.fromEntries(reply.headers),
        body: Readable.from(bytes.length > 0 ? [bytes] : []),
      })
      return { response }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
}

/** The codes by which the SDK knows that a call may be made again, for those of undici. */
const CODES: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
}

function asKnown(error: unknown): unknown {
  const known = CODES[(error as { code?: string }).code ?? '']
  return known && error instanceof Error ? Object.assign(new Error(error.message), { code: known }) : error
}

function addressOf({ protocol, hostname, port, path, query = {} }: HttpRequest): string {
  const words = buildQueryString(query)
  return `${protocol}//${hostname}${port ? `:${port}` : ''}${path}${words ? `?${words}` : ''}`
}
