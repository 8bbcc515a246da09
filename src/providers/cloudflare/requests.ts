import { interpretHttpReply } from '../../core/function-report.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../../core/probe-request.ts'
import type { ReplySigns } from '../../core/reply-signs.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { Target } from '../../core/target.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked, withNonce } from '../asked-request.ts'
import { edgeSigns } from '../http/reply-signs.ts'
import type { ProviderContext } from '../provider.ts'
import type { Redeployments } from '../redeploy.ts'
import type { CloudflareOptions } from './options.ts'
import { cloudflareSigns } from './reply-signs.ts'
import type { WorkerCode } from './worker-package.ts'

/** What one connection to Cloudflare remembers. */
export type CloudflareContext = ProviderContext & Redeployments<CloudflareOptions, WorkerCode>

/** Its own, and those of the edge in front of it. */
const SIGNS: readonly ReplySigns[] = [cloudflareSigns, edgeSigns]

/** One invocation; the nonce in the query also keeps caches from answering. */
export function requestCloudflare(
  { url }: Pick<Target, 'url'>,
  nonce: string,
  asked?: FunctionRequest,
): ProbeRequest {
  const headers = { accept: 'application/json', 'user-agent': 'coldstart', [NONCE_HEADER]: nonce }
  const request = { url: withNonce(url, nonce, asked), method: 'GET', headers } as const
  return asAsked(request, nonce, asked, url)
}

/** The report of the function or of what is around it, and Cloudflare's id of the request (`8f…-FRA`). */
export function interpretCloudflare(reply: ProbeReply, nonce: string): Interpretation {
  return interpretHttpReply(reply, nonce, SIGNS)
}
