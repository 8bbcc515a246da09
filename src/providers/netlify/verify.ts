import { ColdstartError } from '../../core/errors.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import { newNonce } from '../../core/ids.ts'
import { isLoginWall } from '../../core/reply-failure.ts'
import { callOnce } from '../call-once.ts'
import { MARKER_PATH, VERIFY_FUNCTION, waitForMarker } from '../marker.ts'
import type { ProviderContext } from '../provider.ts'
import { publicUrl } from '../public-url.ts'
import { netlifySigns } from './reply-signs.ts'
import type { NetlifySite } from './site.ts'

const DOMAIN = 'netlify.app'

/** Where a path of a deploy is answered. */
export function netlifyUrl(host: string, path: string, context: ProviderContext): string {
  return publicUrl(DOMAIN, host, path, context)
}

export function functionPath(name: string): string {
  return `/.netlify/functions/${name}`
}

/**
 * Sees that the host serves this very deploy and that a function of it answers, before anything is timed.
 * The function called is a copy that is never measured, so the measured ones stay untouched.
 * @throws ColdstartError `login-wall` for a private project, `remote-failed` for any other answer
 */
export async function verifyDeploy(
  deployed: { readonly host: string; readonly generation: string; readonly site: NetlifySite },
  context: ProviderContext,
): Promise<void> {
  const { host, generation, site } = deployed
  await waitForMarker(netlifyUrl(host, MARKER_PATH, context), generation, 'Netlify', {}, context)
  const nonce = newNonce()
  const url = netlifyUrl(host, `${functionPath(VERIFY_FUNCTION)}?nonce=${nonce}`, context)
  const reply = await callOnce({ url, method: 'GET', headers: {} }, context)
  const { error } = interpretHttpReply(reply, nonce, [netlifySigns])
  if (!error) return
  if (isLoginWall(reply, [netlifySigns]))
    throw new ColdstartError('login-wall', { site: site.name, adminUrl: site.adminUrl })
  const reason = `the deployed function does not answer: ${error.message}`
  throw new ColdstartError('remote-failed', { provider: 'Netlify', action: 'serve the deploy', reason })
}
