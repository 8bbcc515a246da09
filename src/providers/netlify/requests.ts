import { interpretHttpReply } from '../../core/function-report.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../../core/probe-request.ts'
import type { Target } from '../../core/target.ts'
import { MARKER_PATH } from '../marker.ts'
import { siblingUrl } from '../public-url.ts'
import { netlifySigns } from './reply-signs.ts'
import { functionPath } from './verify.ts'

const headers = { accept: 'application/json', 'user-agent': 'coldstart' }

/** One invocation; the nonce in the query also keeps caches from answering. */
export async function requestNetlify({ url }: Target, nonce: string): Promise<ProbeRequest> {
  return { url: `${url}?nonce=${nonce}`, method: 'GET', headers }
}

/** A static file of the same host. */
export async function connectToNetlify({ url, functionName = '' }: Target): Promise<ProbeRequest> {
  return { url: siblingUrl(url, functionPath(functionName), MARKER_PATH), method: 'GET', headers }
}

/** The function's report, and Netlify's id of the request. */
export function interpretNetlify(reply: ProbeReply, nonce: string): Interpretation {
  return interpretHttpReply(reply, nonce, [netlifySigns])
}
