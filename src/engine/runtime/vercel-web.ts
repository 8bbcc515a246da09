// Put into the package of a Vercel function: lets the launcher, which calls (req, res), call web handlers.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

type WebHandler = (request: Request) => Response | Promise<Response>

/** @param handlers the module's exports: HTTP methods, or one `fetch` for all of them */
export function toListener(handlers: Readonly<Record<string, WebHandler | undefined>>) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const method = req.method ?? 'GET'
    const handler = handlers[method] ?? (method === 'HEAD' ? handlers.GET : undefined) ?? handlers.fetch
    if (!handler) return void res.writeHead(405).end()
    const response = await handler(toRequest(req, method))
    response.headers.forEach((value, name) => {
      if (name !== 'set-cookie') res.setHeader(name, value)
    })
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) res.setHeader('set-cookie', cookies)
    res.statusCode = response.status
    if (!response.body) return void res.end()
    Readable.fromWeb(response.body as ReadableStream).pipe(res)
  }
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
