import { ColdstartError } from '../core/errors.ts'
import { isHtml } from '../core/html-page.ts'
import { readRetryAfterMs } from './retry-after.ts'

/** A reply of a platform's API, from which the client has taken its secrets. */
export interface RestReply {
  readonly status: number
  readonly headers: Headers
  /** The body as JSON, or undefined where it is none. */
  readonly json: unknown
  readonly text: string
  readonly roundTripMs: number
}

/** What the words of a failed call are made of. */
export interface FailureFacts {
  readonly provider: string
  readonly action: string
  readonly tokenHint: string
  readonly wallMs: number
  /** Of the API, as the reader knows it. */
  readonly host: string
  /** What the platform means by words that its status does not tell. */
  readonly refusals?: readonly KnownRefusal[]
  /** False for an API by which nothing is deployed. @default true */
  readonly deploys?: boolean | undefined
}

/** A refusal that is known by its words, whatever its status. */
export interface KnownRefusal {
  readonly words: RegExp
  readonly code: 'remote-quota' | 'remote-unauthorized' | 'remote-failed'
  readonly hint: string
}

/** The error users meet for a refused call; the platform's own words are kept, short. */
export function failureOf(reply: RestReply, facts: FailureFacts): ColdstartError {
  const { provider, action, deploys } = facts
  const reason = reasonOf(reply)
  const known = facts.refusals?.find(({ words }) => words.test(reason))
  if (known) return new ColdstartError(known.code, { provider, action, reason, hint: known.hint })
  if (reply.status < 500 && isPage(reply))
    return new ColdstartError('remote-intercepted', { provider, action, host: facts.host, said: reason })
  if (reply.status === 401 || reply.status === 403)
    return new ColdstartError('remote-unauthorized', { provider, action, reason, hint: facts.tokenHint })
  if (reply.status === 402) {
    const hint = 'Wait until the platform counts anew, or use an account with a larger quota.'
    return new ColdstartError('remote-quota', { provider, action, reason, hint })
  }
  if (reply.status === 429) {
    const waitMs = readRetryAfterMs(reply.headers, facts.wallMs)
    return new ColdstartError('remote-busy', { provider, action, waitMs, reason, deploys })
  }
  return new ColdstartError('remote-failed', { provider, action, reason, deploys })
}

/** `422 name must be unique (validation_failed)`, from any of the platforms' error shapes. */
export function reasonOf(reply: RestReply): string {
  const body = isRecord(reply.json) ? reply.json : {}
  const error = isRecord(body.error) ? body.error : body
  const said = typeof body.error === 'string' ? body.error : undefined
  const words = [error.message, body.message, said, body.errors].find((value) => value !== undefined)
  const code = error.code ?? error.status
  const found = typeof words === 'string' ? words : words ? JSON.stringify(words) : reply.text
  const message = withoutSignatures(words ? found : plainText(found))
  const named = typeof code === 'string' && !message.includes(code) ? ` (${code})` : ''
  return `${reply.status} ${message.slice(0, 300)}${named}`.trim()
}

/** A signed address that a refusal quotes is a key to what it names, also one that nobody gave us before. */
export function withoutSignatures(text: string): string {
  return text.replace(
    /([?&](?:X-(?:Goog|Amz)-(?:Signature|Credential|Security-Token)|sig)=)[^&\s"'<>]+/gi,
    '$1[redacted]',
  )
}

/** An API answers in JSON (Netlify's proxy in plain text): a page is the word of somebody in between. */
function isPage({ headers, text }: RestReply): boolean {
  const type = headers.get('content-type') ?? ''
  return isHtml(text) && !/json/.test(type)
}

/** The `error.code` of a refusal, which is what Vercel's and Google's clients decide by. */
export function errorCodeOf(reply: RestReply): string | undefined {
  const error = isRecord(reply.json) && isRecord(reply.json.error) ? reply.json.error : {}
  return typeof error.code === 'string' ? error.code : undefined
}

function plainText(text: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1]
  return (title ?? text).replace(/\s+/g, ' ').trim().slice(0, 200)
}

/** Whether a value of JSON is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
