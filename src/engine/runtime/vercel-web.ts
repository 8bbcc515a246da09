import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

/** A function of the web's own Request and Response. */
export type WebHandler = (request: Request, context: WebContext) => Response | Promise<Response>

/** What Vercel hands to a web handler beside the request. */
export interface WebContext {
  waitUntil(work: Promise<unknown>): void
}

/** Web handlers by HTTP method, or one `fetch` for all of them. */
export type WebHandlers = Readonly<Record<string, WebHandler | undefined>>

/**
 * A listener for an HTTP server that calls web handlers: what Vercel does with `export function GET`, with
 * `export default { fetch }` and, on its edge runtime, with a default function. Replies are passed on as they come.
 * https://vercel.com/docs/functions/functions-api-reference
 */
export function toListener(handlers: WebHandlers) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const method = req.method ?? 'GET'
    const handler = handlers[method] ?? (method === 'HEAD' ? handlers.GET : undefined) ?? handlers.fetch
    if (!handler) return void res.writeHead(405).end()
    const response = await handler(toRequest(req, method), { waitUntil: (work) => void work.catch(() => {}) })
    if (!isResponse(response))
      throw new TypeError(`The function returned ${typeof response} where a Response was expected`)
    response.headers.forEach((value, name) => {
      if (name !== 'set-cookie') res.setHeader(name, value)
    })
    const cookies = response.headers.getSetCookie?.() ?? [response.headers.get('set-cookie') ?? []].flat()
    if (cookies.length > 0) res.setHeader('set-cookie', cookies)
    res.statusCode = response.status
    if (!response.body || method === 'HEAD') return void res.end()
    await pipeline(toReadable(response.body), res)
  }
}

/** The platform's own, or what a library has in its place. */
function isResponse(value: unknown): value is Response {
  const { status, headers } = (value ?? {}) as { status?: unknown; headers?: { forEach?: unknown } }
  return value instanceof Response || (typeof status === 'number' && typeof headers?.forEach === 'function')
}

function toReadable(body: NonNullable<Response['body']>): Readable {
  if (body instanceof globalThis.ReadableStream) return Readable.fromWeb(body as ReadableStream)
  return Readable.from(body as unknown as AsyncIterable<Uint8Array>)
}

function toRequest(req: IncomingMessage, method: string): Request {
  const host = req.headers['x-forwarded-host'] ?? req.headers.host ?? 'localhost'
  const url = `${req.headers['x-forwarded-proto'] ?? 'https'}://${host}${req.url}`
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  return new Request(url, {
    method,
    headers,
    body: Readable.toWeb(req),
    duplex: 'half',
  } as unknown as RequestInit)
}
