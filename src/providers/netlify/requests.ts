import { z } from 'zod'
import { interpretHttpReply } from '../../core/function-report.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../../core/probe-request.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import { splitOnce } from '../../core/split-once.ts'
import type { Target } from '../../core/target.ts'
import type { Workload } from '../../workload/workload.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked, withNonce } from '../asked-request.ts'
import { MARKER_PATH } from '../marker.ts'
import { rootOf, siblingUrl } from '../public-url.ts'
import { readHandle } from '../read-handle.ts'
import { FUNCTION_PATH } from './function-routes.ts'
import { netlifySigns } from './reply-signs.ts'
import { functionPath } from './verify.ts'

const headers = { accept: 'application/json', 'user-agent': 'coldstart' }

/** What is needed to call a function of the user's own. */
export const netlifyHandle = z.object({
  /** Its proof wants the nonce in a header. */
  own: z.boolean().default(false),
  /** The path that it is found by, where its name is not. */
  path: z.string().exactOptional(),
  trigger: z.enum(['background', 'scheduled']).exactOptional(),
})

/** One invocation; the nonce in the query also keeps caches from answering. */
export async function requestNetlify(
  target: Target,
  nonce: string,
  asked?: FunctionRequest,
): Promise<ProbeRequest> {
  const { url, functionName = '' } = target
  const { own, path, trigger } = readHandle(netlifyHandle, target)
  const request = { url: withNonce(url, nonce, asked), method: 'GET', headers } as const
  if (!own) return asAsked(request, nonce, asked)
  const wanted = askedBy(trigger, { ...(path !== undefined && { path }), ...asked })
  const place = wanted.path?.replace(FUNCTION_PATH, functionPath(functionName))
  const root = rootOf(url, functionPath(functionName))
  return asAsked(
    { ...request, headers: { ...headers, [NONCE_HEADER]: nonce } },
    nonce,
    { ...wanted, ...(place !== undefined && { path: place }) },
    root,
  )
}

/** A scheduled function is called as its schedule calls it: a POST that says when the next run is due. */
export function askedBy(trigger: Workload['trigger'], asked: FunctionRequest = {}): FunctionRequest {
  if (trigger !== 'scheduled' || asked.body !== undefined) return asked
  const headers = { 'content-type': 'application/json', ...asked.headers }
  return { method: 'POST', body: NEXT_RUN, ...asked, headers }
}

/** What a copy is asked with that has no path of its own: it is called by its name, with the query of the path that was meant. */
export function askedByName(
  name: string,
  trigger: Workload['trigger'],
  request: FunctionRequest | undefined,
): FunctionRequest {
  const { path = '', ...asked } = askedBy(trigger, request)
  const [, query] = splitOnce(path, '?')
  return query === undefined ? asked : { ...asked, path: `${functionPath(name)}?${query}` }
}

const NEXT_RUN = JSON.stringify({ next_run: '2100-01-01T00:00:00.000Z' })

/** A static file of the same host. */
export async function connectToNetlify({ url, functionName = '' }: Target): Promise<ProbeRequest> {
  return { url: siblingUrl(url, functionPath(functionName), MARKER_PATH), method: 'GET', headers }
}

/** The function's report, and Netlify's id of the request. */
export function interpretNetlify(reply: ProbeReply, nonce: string): Interpretation {
  return interpretHttpReply(reply, nonce, [netlifySigns])
}
