import { createVerify, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Clock } from '../../../src/core/clock.ts'

/** Credentials files that the stand-in's token server believes, and the tokens it gave for them. */
export interface TokenServer {
  readonly userFile: Record<string, string>
  readonly serviceAccountFile: Record<string, string>
  /** Everything that must never be written anywhere. */
  readonly secrets: string[]
  /** Those that a holder has or was given. */
  secretsOf(holder: Holder): string[]
  /** Whose access token it is. */
  holderOf(token: string): Holder | undefined
  idTokenClaims(token: string): { aud: string; email: string } | undefined
  /** `POST /token` of oauth2.googleapis.com. */
  answer(form: URLSearchParams): { status: number; json: object }
}
export type Holder = 'user' | 'service-account'

// Made once: it takes a third of a second.
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const serviceAccountFile = {
  type: 'service_account',
  project_id: 'stand-in',
  private_key_id: 'planted',
  private_key: privateKey,
  client_email: 'bench@stand-in.iam.gserviceaccount.com',
}

/** @param clock what the tokens it signs are dated by: that of whoever asks for them */
export function createTokenServer(clock: Pick<Clock, 'wallMs'>): TokenServer {
  const userFile = {
    type: 'authorized_user',
    client_id: 'coldstart-test.apps.googleusercontent.com',
    client_secret: `planted-client-secret-${random()}`,
    refresh_token: `planted-refresh-token-${random()}`,
  }
  const keyBody = privateKey.split('\n')[3] ?? ''
  const own = { user: [userFile.client_secret, userFile.refresh_token], 'service-account': [keyBody] }
  const secrets = Object.values(own).flat()
  const planted = secrets.length
  const given = rememberTokens(clock, secrets)
  return {
    userFile,
    serviceAccountFile,
    secrets,
    secretsOf: (holder) => [...own[holder], ...secrets.slice(planted)],
    holderOf: (token) => given.holders.get(token),
    idTokenClaims: (token) => given.idTokens.get(token),
    answer(form) {
      const json =
        form.get('grant_type') === 'refresh_token'
          ? answerUser(form, userFile, given)
          : answerServiceAccount(form.get('assertion') ?? '', given)
      if (json) return { status: 200, json }
      return { status: 400, json: { error: 'invalid_grant', error_description: 'Bad Request' } }
    },
  }
}

/**
 * Gives tokens, and knows what is known of each.
 * @param secrets gets them too
 */
function rememberTokens(clock: Pick<Clock, 'wallMs'>, secrets: string[]) {
  const holders = new Map<string, Holder>()
  const idTokens = new Map<string, { aud: string; email: string }>()
  return {
    holders,
    idTokens,
    giveAccess(holder: Holder): object {
      const token = `ya29.planted-${random()}`
      secrets.push(token)
      holders.set(token, holder)
      return { access_token: token, expires_in: 3599, token_type: 'Bearer', scope: 'cloud-platform' }
    },
    giveIdentity(aud: string, email: string): object {
      const exp = Math.floor(clock.wallMs() / 1000) + 3600
      const parts = [{ alg: 'RS256' }, { aud, email, exp, iss: 'https://accounts.google.com' }]
      const token = [...parts.map(encode), `planted-${random()}`].join('.')
      secrets.push(token)
      idTokens.set(token, { aud, email })
      return { id_token: token }
    },
  }
}

type GivenTokens = ReturnType<typeof rememberTokens>

/** A token for a refresh token; undefined where it is not the one of the file. */
function answerUser(
  form: URLSearchParams,
  userFile: TokenServer['userFile'],
  given: GivenTokens,
): object | undefined {
  const known = ['client_id', 'client_secret', 'refresh_token']
  if (known.some((name) => form.get(name) !== userFile[name])) return undefined
  const audience = form.get('target_audience')
  return audience ? given.giveIdentity(audience, 'ada@example.com') : given.giveAccess('user')
}

/** A token for a claim that the account's key has signed; undefined where another key has. */
function answerServiceAccount(assertion: string, given: GivenTokens): object | undefined {
  const [head, payload, signature] = assertion.split('.')
  const verifier = createVerify('RSA-SHA256').update(`${head}.${payload}`)
  if (!signature || !verifier.verify(publicKey, signature, 'base64url')) return undefined
  const { target_audience: audience } = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())
  if (!audience) return given.giveAccess('service-account')
  return given.giveIdentity(audience, serviceAccountFile.client_email)
}

function random(): string {
  return randomBytes(18).toString('base64url')
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
