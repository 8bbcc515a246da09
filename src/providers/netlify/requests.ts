import { interpretHttpReply } from '../../core/function-report.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../../core/probe-request.ts'
import type { Target } from '../../core/target.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked, withNonce } from '../asked-request.ts'
import { MARKER_PATH } from '../marker.ts'
import { siblingUrl } from '../public-url.ts'
import { netlifySigns } from './reply-signs.ts'
import { functionPath } from './verify.ts'

const headers = { accept: 'application/json', 'user-agent': 'coldstart' }

/** One invocation; the nonce in the query also keeps caches from answering. */
export async function requestNetlify(
  { url }: Target,
  nonce: string,
  asked?: FunctionRequest,
): Promise<ProbeRequest> {
  return asAsked({ url: withNonce(url, nonce, asked), method: 'GET', headers }, nonce, asked)
}

/** A static file of the same host. */
export async function connectToNetlify({ url, functionName = '' }: Target): Promise<ProbeRequest> {
  return { url: siblingUrl(url, functionPath(functionName), MARKER_PATH), method: 'GET', headers }
}

/** The function's report, and Netlify's id of the request. */
export function interpretNetlify(reply: ProbeReply, nonce: string): Interpretation {
  return interpretHttpReply(reply, nonce, [netlifySigns])
}
