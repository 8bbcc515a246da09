import type { AuthClient } from 'google-auth-library'
import { ColdstartError } from '../../core/errors.ts'
import type { ProviderContext } from '../provider.ts'
import { openClient, refused, secretsOf } from './auth-client.ts'
import { findCredentials, type GoogleCredentials, LOGIN_HINT } from './find-credentials.ts'
import { idTokens } from './id-token.ts'

/** Who we are to Google; tokens are kept in memory until shortly before they end. */
export interface GoogleIdentity {
  readonly credentials: GoogleCredentials
  /** Keys and tokens known so far, to be kept out of every message; signed addresses are added by who gets them. */
  readonly secrets: Set<string>
  /** @throws ColdstartError `google-credentials` */
  accessToken(): Promise<string>
  /**
   * A token that proves who we are to one function.
   * @param audience the function's own URL
   * @throws ColdstartError `google-identity-token`
   */
  idToken(audience: string): Promise<string>
}

const identities = new WeakMap<ProviderContext, Promise<GoogleIdentity>>()

/**
 * The identity of a context, made once.
 * @throws ColdstartError `google-credentials`
 */
export function authenticate(context: ProviderContext): Promise<GoogleIdentity> {
  const known = identities.get(context)
  if (known) return known
  const identity = openIdentity(context)
  identities.set(context, identity)
  identity.catch(() => identities.delete(context))
  return identity
}

async function openIdentity(context: ProviderContext): Promise<GoogleIdentity> {
  const credentials = await findCredentials(context)
  if (!credentials)
    throw new ColdstartError('google-credentials', { reason: 'none were found', hint: LOGIN_HINT })
  const secrets = new Set(secretsOf(credentials))
  if (credentials.kind === 'token') return fromToken(credentials, secrets)
  const client = await openClient(credentials, context)
  return {
    credentials,
    secrets,
    accessToken: () => accessTokenOf(client, credentials, secrets),
    idToken: idTokens(client, secrets, context),
  }
}

function fromToken(credentials: GoogleCredentials & { kind: 'token' }, secrets: Set<string>): GoogleIdentity {
  return {
    credentials,
    secrets,
    accessToken: async () => credentials.token,
    async idToken() {
      const reason = `${credentials.source} holds an access token only`
      throw new ColdstartError('google-identity-token', { reason })
    },
  }
}

async function accessTokenOf(
  client: AuthClient,
  credentials: GoogleCredentials,
  secrets: Set<string>,
): Promise<string> {
  try {
    const { token } = await client.getAccessToken()
    if (!token) throw new Error('no token came back')
    secrets.add(token)
    return token
  } catch (error) {
    throw refused(credentials, error, secrets)
  }
}
