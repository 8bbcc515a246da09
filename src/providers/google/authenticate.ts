import type { AuthClient } from 'google-auth-library'
import { ColdstartError, messageOf } from '../../core/errors.ts'
import { redact } from '../../core/redact.ts'
import type { ProviderContext } from '../provider.ts'
import { findCredentials, type GoogleCredentials, LOGIN_HINT } from './find-credentials.ts'

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
/** An identity token is renewed this long before it ends, so that none ends on the way. */
const RENEW_BEFORE_MS = 5 * 60_000

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
 * The identity of a context, made once; google-auth-library is loaded here and nowhere else.
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

/** Every long value of a credentials file; of a key also its lines, as a message may quote one. */
function secretsOf(credentials: GoogleCredentials): string[] {
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

async function openClient(
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
    return fetch(base ? base + url.pathname + url.search : url, init)
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

/** The library's error objects carry the request they failed with, keys included: only words go on. */
function refused(credentials: GoogleCredentials, error: unknown, secrets: Iterable<string>): ColdstartError {
  const reason = `${credentials.source} was refused: ${redact(messageOf(error), secrets).replace(/\.$/, '')}`
  return new ColdstartError('google-credentials', { reason, hint: LOGIN_HINT })
}

function idTokens(
  client: AuthClient,
  secrets: Set<string>,
  context: ProviderContext,
): GoogleIdentity['idToken'] {
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
