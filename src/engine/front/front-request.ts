import type { IncomingMessage, ServerResponse } from 'node:http'
import { ENGINE_FAILURE_HEADER, ENGINE_REPORT_HEADER, NONCE_HEADER } from '../../core/report-headers.ts'
import { splitOnce } from '../../core/split-once.ts'
import type { Outcome } from '../function-event.ts'
import type { FunctionPool } from '../function-pool.ts'
import { wholeBody } from '../whole-body.ts'
import type { OwnReply } from './own-reply.ts'

/** One request on its way through a provider's front door. */
export interface FrontRequest {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly pool: FunctionPool
  /** Path after the token, as the function shall see it, with its query: `/api/hello?name=Ada`. */
  readonly path: string
}

/** A request's path, and its query without the mark between them; a query may have that mark too. */
export function splitPath(path: string): { readonly rawPath: string; readonly rawQuery: string } {
  const [rawPath, rawQuery = ''] = splitOnce(path, '?')
  return { rawPath: rawPath || '/', rawQuery }
}

/** Header names and values as they are written. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Answers with a whole body. */
export function send(res: ServerResponse, status: number, headers: Headers, body: string | Buffer): void {
  setHeaders(res, headers)
  res.statusCode = status
  res.setHeader('content-length', Buffer.byteLength(body))
  res.end(body)
}

/** Answers with JSON. */
export function sendJson(res: ServerResponse, status: number, headers: Headers, body: unknown): void {
  send(res, status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body))
}

/** The reply where a function's own cannot be understood. */
export function badGateway(error: unknown): OwnReply {
  const body = `Bad gateway: ${error instanceof Error ? error.message : error}\n`
  return { status: 502, headers: { 'content-type': 'text/plain' }, body }
}

/** Hop-by-hop headers are the engine's own business. */
const NOT_PASSED_ON = new Set(['connection', 'transfer-encoding', 'keep-alive', 'content-length'])

/** Sets headers, without those that are undefined, hop-by-hop, or the body's length. */
export function setHeaders(res: ServerResponse, headers: Headers): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !NOT_PASSED_ON.has(name.toLowerCase())) res.setHeader(name, value)
  }
}

/**
 * What the engine saw of an invocation from outside the function, as response headers; with the request's nonce, by
 * which its reader knows that it is about this invocation.
 */
export function reportHeaders(
  outcome: Outcome,
  { headers }: Pick<IncomingMessage, 'headers'>,
): Readonly<Record<string, string | undefined>> {
  return {
    [NONCE_HEADER]: headers[NONCE_HEADER]?.toString(),
    [ENGINE_REPORT_HEADER]: JSON.stringify(outcome.instance),
    ...(outcome.kind !== 'reply' && { [ENGINE_FAILURE_HEADER]: encodeURIComponent(outcome.words) }),
  }
}

/** What the engine answers without running the function says so, to the reader of the reply's report. */
export function failureHeaders(words: string, { headers }: IncomingMessage): Headers {
  return { [NONCE_HEADER]: headers[NONCE_HEADER], [ENGINE_FAILURE_HEADER]: encodeURIComponent(words) }
}

/** The request's headers, joined as Lambda joins them. */
export function joinedHeaders(req: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
}

/**
 * Reads a request body up to a limit, bytes.
 * @returns undefined when it is longer, or when the caller broke off
 */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return wholeBody(req, limit).catch(() => undefined)
}
