import type { AuthClient } from 'google-auth-library'
import { ColdstartError, messageOf } from '../../core/errors.ts'
import { redact } from '../../core/redact.ts'
import type { ProviderContext } from '../provider.ts'

/** A token is renewed this long before it ends, so that none ends on the way. */
const RENEW_BEFORE_MS = 5 * 60_000

/**
 * Gives identity tokens by audience, each kept until shortly before it ends.
 * @param secrets every token is added to it
 */
export function idTokens(
  client: AuthClient,
  secrets: Set<string>,
  context: ProviderContext,
): (audience: string) => Promise<string> {
  const kept = new Map<string, { token: string; endsAtMs: number }>()
  return async (audience) => {
    const known = kept.get(audience)
    if (known && known.endsAtMs - RENEW_BEFORE_MS > context.clock.wallMs()) return known.token
    const token = await fetchIdToken(client, audience, secrets)
    secrets.add(token)
    kept.set(audience, { token, endsAtMs: Number(claimsOf(token).exp ?? 0) * 1000 })
    return token
  }
}

async function fetchIdToken(client: AuthClient, audience: string, secrets: Set<string>): Promise<string> {
  if (!('fetchIdToken' in client) || typeof client.fetchIdToken !== 'function')
    throw new ColdstartError('google-identity-token', { reason: 'these credentials cannot ask for one' })
  try {
    return await client.fetchIdToken(audience)
  } catch (error) {
    throw new ColdstartError('google-identity-token', { reason: redact(messageOf(error), secrets) })
  }
}

/** The payload of a JWT that Google gave us; not verified, it is our own. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  } catch {
    return {}
  }
}
