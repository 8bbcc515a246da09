import type { AuthClient } from 'google-auth-library'
import { ColdstartError, messageOf } from '../../core/errors.ts'
import { redact } from '../../core/redact.ts'
import type { ProviderContext } from '../provider.ts'
import { type GoogleCredentials, LOGIN_HINT } from './find-credentials.ts'

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'

/**
 * Google's own client for credentials of a file or a machine; google-auth-library is loaded here and nowhere else.
 * @throws ColdstartError `google-credentials` when the file is not what it says
 */
export async function openClient(
  credentials: Exclude<GoogleCredentials, { kind: 'token' }>,
  context: ProviderContext,
): Promise<AuthClient> {
  const { Compute, GoogleAuth } = await import('google-auth-library')
  const transporterOptions = { fetchImplementation: redirectedFetch(context) }
  if (credentials.kind === 'metadata') return new Compute({ transporterOptions })
  const auth = new GoogleAuth({ scopes: [SCOPE] })
  try {
    const json = { ...credentials.json } as Parameters<typeof auth.fromJSON>[0]
    return auth.fromJSON(json, { transporterOptions })
  } catch (error) {
    throw refused(credentials, error, secretsOf(credentials))
  }
}

/** Google's token servers, or what a test has put in their place. */
function redirectedFetch(context: ProviderContext): typeof fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const base = context.baseUrls[url.host]
    return context.network.fetch(base ? base + url.pathname + url.search : url, init)
  }
}

/** Every long value of a credentials file; of a key also its lines, as a message may quote one. */
export function secretsOf(credentials: GoogleCredentials): string[] {
  if (credentials.kind === 'token') return [credentials.token]
  if (credentials.kind === 'metadata') return []
  const { private_key, client_secret, refresh_token } = credentials.json
  const values = [private_key, client_secret, refresh_token].filter((value) => typeof value === 'string')
  return values.flatMap((value) => [
    value,
    JSON.stringify(value).slice(1, -1),
    ...value.split('\n').filter((line) => line.length > 40),
  ])
}

/** "fetch failed" is no reason; what it failed of is one of its causes. */
function reasonOf(error: unknown): unknown {
  const isVague = error instanceof Error && /fetch failed$/.test(error.message) && error.cause !== undefined
  return isVague ? reasonOf(error.cause) : error
}

/** The library's error objects carry the request they failed with, keys included: only words go on. */
export function refused(
  credentials: GoogleCredentials,
  error: unknown,
  secrets: Iterable<string>,
): ColdstartError {
  const said = redact(messageOf(reasonOf(error)), secrets).replace(/\.$/, '')
  // What a proxy or the login page of a network says is nothing to quote.
  const words = /^\s*</.test(said) ? 'a web page came in place of an answer' : said
  const reason = `${credentials.source} was refused: ${words}`
  return new ColdstartError('google-credentials', { reason, hint: LOGIN_HINT })
}
