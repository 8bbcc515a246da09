import { ColdstartError } from '../core/errors.ts'
import { callOnce } from './call-once.ts'
import { pollUntil } from './poll-until.ts'
import type { ProviderContext } from './provider.ts'

/** The static file that tells which version of a deployment a host serves. */
export const MARKER_PATH = '/coldstart.json'
/** A copy of the function that is called to see that a deployment works; it is never measured. */
export const VERIFY_FUNCTION = 'verify'

const SERVED_WITHIN_MS = 120_000
const everySecond = [{ untilMs: SERVED_WITHIN_MS, everyMs: 1000 }]

/**
 * Waits until a host serves the version with this generation, by a static file: calling a function to find
 * out would use up the cold start that is to be measured. A file that cannot be read (a login wall) is no
 * proof either way and ends the wait.
 * @returns false when the file cannot be read
 * @throws ColdstartError `remote-failed` when another version is still served after two minutes
 */
export async function waitForMarker(
  url: string,
  generation: string,
  provider: string,
  headers: Readonly<Record<string, string>>,
  context: ProviderContext,
): Promise<boolean> {
  let readable = true
  const served = await pollUntil(
    async () => {
      const reply = await callOnce({ url: `${url}?at=${generation}`, method: 'GET', headers }, context)
      if (reply.status === 401 || reply.status === 403 || isRedirect(reply.status)) {
        readable = false
        return true
      }
      return reply.status === 200 && textOfBody(reply.body).includes(generation) ? true : undefined
    },
    SERVED_WITHIN_MS,
    context,
    everySecond,
  )
  if (served) return readable
  const reason = `${new URL(url).host} still does not serve the new version after two minutes`
  throw new ColdstartError('remote-failed', { provider, action: 'publish the deployment', reason })
}

function isRedirect(status = 0): boolean {
  return status >= 300 && status < 400
}

function textOfBody(body: Uint8Array): string {
  return new TextDecoder().decode(body)
}
