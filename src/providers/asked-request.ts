import type { ProbeRequest } from '../core/probe-request.ts'
import { NONCE_HEADER } from '../core/report-headers.ts'
import { httpApiEvent } from '../workload/http-events.ts'
import type { FunctionRequest } from '../workload/workload-description.ts'

/**
 * An HTTP request as the user wants it: his method, path, headers and body in place of a plain GET. The nonce then
 * travels in a header alone, and the query is left as it was written.
 * @param request what the provider would send by itself, with what the platform needs in its headers
 * @param root the address that the user's path is below; the top of the host unless given
 */
export function asAsked(
  request: ProbeRequest,
  nonce: string,
  asked: FunctionRequest = {},
  root?: string,
): ProbeRequest {
  const { method, path, headers, body } = asked
  if (!isHttp(asked)) return request
  return {
    ...request,
    url: path === undefined ? request.url : urlOf(path, request.url, root),
    method: method ?? (body === undefined ? request.method : 'POST'),
    headers: { ...request.headers, [NONCE_HEADER]: nonce, ...headers },
    ...(body === undefined ? {} : { body }),
  }
}

function urlOf(path: string, url: string, root: string | undefined): string {
  return root === undefined ? new URL(path, url).href : root.replace(/\/$/, '') + path
}

/** The nonce in the query keeps caches from answering; a path of the user's own is left as he wrote it. */
export function withNonce(url: string, nonce: string, asked: FunctionRequest = {}): string {
  return asked.path === undefined ? `${url}?nonce=${nonce}` : url
}

/**
 * The payload of an Invoke that the user wants: his event with the nonce where it stands for it, or his HTTP request
 * as a function URL would hand it over.
 * @returns undefined where he wants none of his own
 */
export function payloadAsAsked(nonce: string, asked: FunctionRequest = {}): string | undefined {
  const event = asked.event ?? (isHttp(asked) ? httpApiEvent(asked) : undefined)
  return event === undefined ? undefined : JSON.stringify(event).replaceAll('{{nonce}}', nonce)
}

function isHttp({ method, path, headers, body }: FunctionRequest): boolean {
  return [method, path, headers, body].some((given) => given !== undefined)
}
