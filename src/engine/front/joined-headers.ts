import type { IncomingMessage } from 'node:http'

/** The request's headers, joined as Lambda joins them. */
export function joinedHeaders(req: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
}
