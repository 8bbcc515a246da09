import { randomName } from '../../core/ids.ts'
import { makeFunctionEvent } from '../function-event.ts'
import {
  type FrontRequest,
  type Headers,
  joinedHeaders,
  readBody,
  reportHeaders,
  send,
} from './front-request.ts'
import { sendStreamed } from './http-reply.ts'
import { type RoutedRequest, vercelPath } from './match-route.ts'

/** https://vercel.com/docs/functions/limitations, bytes. */
const BODY_LIMIT = 4.5 * 1024 * 1024

/**
 * A function on Vercel (`/api/hello`): the request is handed to Vercel's launcher as `{Action: 'Invoke', body}`.
 * https://vercel.com/docs/errors for the failures.
 */
export async function answerVercel(asked: FrontRequest): Promise<void> {
  const { req, res, pool } = asked
  const id = `local::local::${randomName(5)}-${Date.now()}-${randomName(12)}`
  const headers = { server: 'Vercel', 'x-vercel-id': id, 'x-vercel-cache': 'MISS' }
  const lease = pool.lease()
  if (!lease) {
    req.resume()
    // Vercel's own status for this code is 503; the engine says 429 under every contract.
    return sendFailure(asked, 429, 'FUNCTION_THROTTLED', headers)
  }
  const body = await readBody(req, BODY_LIMIT)
  if (body === undefined) {
    lease.release()
    return sendFailure(asked, 413, 'FUNCTION_PAYLOAD_TOO_LARGE', headers)
  }
  const seen = { ...asked, path: vercelPath(asked.path, pool.options.routes ?? {}, routedBy(req)) }
  const outcome = await lease.invoke(makeFunctionEvent(pool.options.name, makeLauncherEvent(seen, body)))
  const all = { ...headers, ...reportHeaders(outcome, asked.req) }
  if (outcome.kind === 'reply') return sendStreamed(res, outcome, all)
  const code = outcome.kind === 'timeout' ? 'FUNCTION_INVOCATION_TIMEOUT' : 'FUNCTION_INVOCATION_FAILED'
  sendFailure(asked, outcome.kind === 'timeout' ? 504 : 500, code, all)
}

function routedBy({ method = 'GET', headers }: FrontRequest['req']): RoutedRequest {
  return { method, headers }
}

/**
 * The event that Vercel's launcher takes.
 * @param event headers that make a POST of an event out of the request, with `{}` for a body it has not
 */
export function makeLauncherEvent(
  { req, path }: FrontRequest,
  given: Buffer,
  event?: Readonly<Record<string, string>>,
): string {
  const body = event && given.length === 0 ? Buffer.from('{}') : given
  const forwarded = {
    'x-forwarded-host': req.headers.host ?? 'localhost',
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '127.0.0.1',
  }
  const headers: Record<string, string> = { ...joinedHeaders(req), ...forwarded, ...event }
  if (event) headers['content-length'] = String(body.length)
  const inner = {
    method: event ? 'POST' : req.method,
    path,
    headers,
    encoding: 'base64',
    body: body.toString('base64'),
  }
  return JSON.stringify({ Action: 'Invoke', body: JSON.stringify(inner) })
}

function sendFailure({ res }: FrontRequest, status: number, code: string, headers: Headers): void {
  const words = status === 504 ? 'An error occurred with your deployment' : 'A server error has occurred'
  const text = `${words}\n\n${code}\n\n${headers['x-vercel-id']}\n`
  send(res, status, { ...headers, 'content-type': 'text/plain; charset=utf-8', 'x-vercel-error': code }, text)
}
