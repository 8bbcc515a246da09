import { ColdstartError } from '../../core/errors.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import { newNonce } from '../../core/ids.ts'
import type { ProbeError } from '../../core/probe-request.ts'
import { isLoginWall } from '../../core/reply-failure.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked } from '../asked-request.ts'
import { callOnce } from '../call-once.ts'
import { MARKER_PATH, VERIFY_FUNCTION, waitForMarker } from '../marker.ts'
import type { ProviderContext } from '../provider.ts'
import { publicUrl } from '../public-url.ts'
import { servesAllTheSame } from '../serves.ts'
import { findBypassSecret } from './project.ts'
import { vercelSigns } from './reply-signs.ts'
import { COPY_HEADER } from './routes.ts'
import type { VercelApi } from './vercel-api.ts'

/** The header that lets a request through deployment protection. */
export const BYPASS_HEADER = 'x-vercel-protection-bypass'
const DOMAIN = 'vercel.app'

/** How a deployment is reached: by anybody, or with the bypass secret. */
export type Access = 'open' | 'bypass'

/** A deployment that is to be seen to run our function. */
export interface Deployed {
  readonly host: string
  readonly generation: string
  readonly project: string
  readonly call: VerifyingCall
}

/** How the copy that is never measured is called. */
export interface VerifyingCall {
  readonly isOwn: boolean
  /** What the user's own function is asked with. */
  readonly asked?: FunctionRequest
  /** It may crash or take too long, which is the function's own then: there is no other way left to deploy it. */
  readonly mayFail: boolean
}

/** Where a path of a deployment is answered. */
export function vercelUrl(host: string, path: string, context: ProviderContext): string {
  return publicUrl(DOMAIN, host, path, context)
}

/**
 * Sees that the host serves this very version and that a function of it answers, before anything is
 * timed. The function called is a copy that is never measured, so the measured ones stay untouched. Behind
 * deployment protection a bypass secret is made and used.
 * @throws ColdstartError `remote-failed` when something else than our function answers
 */
export async function verifyDeployment(
  deployed: Deployed,
  api: VercelApi,
  context: ProviderContext,
): Promise<Access> {
  const failure = await tryDeployment(deployed, {}, context)
  if (!failure) return 'open'
  if (!failure.wall) throw notOurs(failure)
  const secret = await findBypassSecret(deployed.project, api, context, true)
  const again = secret ? await tryDeployment(deployed, { [BYPASS_HEADER]: secret }, context) : failure
  if (again) throw notOurs(again)
  return 'bypass'
}

interface Failure extends ProbeError {
  /** Deployment protection answered. */
  readonly wall: boolean
}

async function tryDeployment(
  { host, generation, call }: Deployed,
  headers: Readonly<Record<string, string>>,
  context: ProviderContext,
): Promise<Failure | undefined> {
  await waitForMarker(vercelUrl(host, MARKER_PATH, context), generation, 'Vercel', headers, context)
  const nonce = newNonce()
  const url = vercelUrl(host, `/api/${VERIFY_FUNCTION}?nonce=${nonce}`, context)
  const own = call.isOwn ? { [NONCE_HEADER]: nonce, [COPY_HEADER]: VERIFY_FUNCTION } : {}
  const plain = { url, method: 'GET', headers: { ...headers, ...own } } as const
  const reply = await callOnce(asAsked(plain, nonce, call.asked, vercelUrl(host, '', context)), context)
  const { error } = interpretHttpReply(reply, nonce, [vercelSigns])
  if (!error || servesAllTheSame(reply, error, call.isOwn)) return undefined
  if (call.isOwn && call.mayFail && error.kind === 'function') return undefined
  return { ...error, wall: isLoginWall(reply, [vercelSigns]) }
}

function notOurs(error: Failure): ColdstartError {
  const reason = `the deployed function does not answer: ${error.message}`
  const hint = error.wall
    ? 'Turn off Settings > Deployment Protection for the project, or set VERCEL_AUTOMATION_BYPASS_SECRET.'
    : undefined
  return new ColdstartError('remote-failed', {
    provider: 'Vercel',
    action: 'serve the deployment',
    reason,
    hint,
  })
}
