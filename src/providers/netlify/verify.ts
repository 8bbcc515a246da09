import { ColdstartError } from '../../core/errors.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import { newNonce } from '../../core/ids.ts'
import { isLoginWall } from '../../core/reply-failure.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked } from '../asked-request.ts'
import { callOnce } from '../call-once.ts'
import { MARKER_PATH, waitForMarker } from '../marker.ts'
import type { ProviderContext } from '../provider.ts'
import { publicUrl } from '../public-url.ts'
import { servesAllTheSame } from '../serves.ts'
import { netlifyLimits, PRODUCTION_CREDITS } from './limits.ts'
import { netlifySigns } from './reply-signs.ts'
import type { NetlifySite } from './site.ts'

const DOMAIN = 'netlify.app'

/** Where a path of a deploy is answered. */
export function netlifyUrl(host: string, path: string, context: ProviderContext): string {
  return publicUrl(DOMAIN, host, path, context)
}

/** The path at which Netlify serves a function that names no path of its own. */
export function functionPath(name: string): string {
  return `/.netlify/functions/${name}`
}

interface DeployedSite {
  readonly host: string
  readonly generation: string
  readonly site: NetlifySite
  /** The copy that is never measured, and what it is asked with where it is the user's own function. */
  readonly call: {
    readonly name: string
    readonly isOwn: boolean
    readonly asked?: FunctionRequest | undefined
  }
}

/**
 * Sees that the host serves this very deploy and that a function of it answers, before anything is timed.
 * The function called is a copy that is never measured, so the measured ones stay untouched.
 * @throws ColdstartError `login-wall` for a private project, `remote-failed` for any other answer
 */
export async function verifyDeploy(
  { host, generation, site, call }: DeployedSite,
  context: ProviderContext,
): Promise<void> {
  await waitForMarker(netlifyUrl(host, MARKER_PATH, context), generation, 'Netlify', {}, context)
  const nonce = newNonce()
  const url = netlifyUrl(host, `${functionPath(call.name)}?nonce=${nonce}`, context)
  const headers = call.isOwn ? { [NONCE_HEADER]: nonce } : {}
  const plain = { url, method: 'GET', headers } as const
  const reply = await callOnce(asAsked(plain, nonce, call.asked, netlifyUrl(host, '', context)), context)
  const { error } = interpretHttpReply(reply, nonce, [netlifySigns])
  if (!error || servesAllTheSame(reply, error, call.isOwn)) return
  if (isLoginWall(reply, [netlifySigns]))
    throw new ColdstartError('login-wall', {
      site: site.name,
      adminUrl: site.adminUrl,
      credits: PRODUCTION_CREDITS,
      dollars: netlifyLimits.prices.perDeploy.production,
    })
  const reason = `the deployed function does not answer: ${error.message}`
  throw new ColdstartError('remote-failed', { provider: 'Netlify', action: 'serve the deploy', reason })
}
