import type { AuthClient } from 'google-auth-library'
import { ColdstartError } from '../../core/errors.ts'
import { prepareOnce } from '../prepare-once.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import { openClient, refused, secretsOf } from './auth-client.ts'
import { findCredentials, type GoogleCredentials, LOGIN_HINT } from './find-credentials.ts'
import { idTokens } from './id-token.ts'
import type { GoogleOptions } from './options.ts'
import { type PreparedGoogle, prepareGoogle } from './prepare-google.ts'

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

/** What one connection to Google remembers. */
export interface GoogleContext extends ProviderContext {
  /**
   * Found once, and kept.
   * @throws ColdstartError `google-credentials`
   */
  identity(): Promise<GoogleIdentity>
  /** Makes the package of a spec once. */
  pack(spec: DeploySpec<GoogleOptions>): Promise<PreparedGoogle>
}

/** A context with its own identity, which is looked for when it is first needed. */
export function authenticate(context: ProviderContext): GoogleContext {
  let known: Promise<GoogleIdentity> | undefined
  const identity = () => {
    if (known) return known
    const opening = openIdentity(context)
    known = opening
    opening.catch(() => {
      known = undefined
    })
    return opening
  }
  return { ...context, identity, pack: prepareOnce((spec) => prepareGoogle(spec, context.clock.wallMs())) }
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
