import { ColdstartError, messageOf } from '../core/errors.ts'
import { inEveryText, redactor } from '../core/redact.ts'
import type { ProviderContext } from './provider.ts'
import { failureOf, type KnownRefusal, type RestReply, reasonOf } from './rest-failure.ts'
import { retryWaitMs } from './retry-wait.ts'

const REQUEST_TIMEOUT_MS = 60_000

export type { RestReply } from './rest-failure.ts'

/** A platform's API, and who asks. */
export interface RestClientOptions {
  /** As the reader knows it: `Vercel`. */
  readonly provider: string
  readonly baseUrl: string
  /** Sent as `Authorization: Bearer`, never logged, and redacted from every message. */
  readonly token?: string
  /** What to do when the platform refuses the token. */
  readonly tokenHint: string
  /** Of every call to the base URL's own host; they may authorize it as the token does. */
  readonly headers?: Readonly<Record<string, string>>
  /** Refusals of the platform that are known by their words. */
  readonly refusals?: readonly KnownRefusal[]
  /** False for an API by which nothing is deployed, so that its hints do not speak of deployments. @default true */
  readonly deploys?: boolean
  /** Further secrets that a reply may quote; read for every call, as some are learned on the way. */
  readonly secrets?: Iterable<string>
}

/** What a call goes on in. */
export type CallContext = Pick<ProviderContext, 'clock' | 'signal' | 'logger' | 'network'>

/** One call of an API. */
export interface RestRequest {
  /** Reads after "could not": `create the project`. */
  readonly action: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base URL, or a whole URL (a signed upload address). */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly json?: unknown
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** May the call be made twice? GET, PUT and DELETE may unless told otherwise. */
  readonly idempotent?: boolean
  /** False for signed URLs, which refuse a bearer token. */
  readonly authorize?: boolean
  /** Refusals that the caller reads himself, e.g. `[404]` for a delete. */
  readonly accept?: readonly number[]
  /** What is sent and no message may quote: the values of a function's variables. Of other calls nothing is struck out, since a value may be any word. */
  readonly secrets?: readonly string[]
  /** A reply that succeeds is a secret itself (a signed address), and is given to the caller as it is. */
  readonly givesSecret?: boolean
}

/** Calls a platform's API. */
export interface RestClient {
  /**
   * One call. Secrets are hidden in the reply before anybody sees it, whatever its status. 429 is retried after the time the platform names; 5xx and broken connections only where
   * the call may be made twice.
   * @throws ColdstartError `remote-unauthorized`, `remote-quota`, `remote-busy`, `remote-failed`, `remote-unreachable`
   */
  call(request: RestRequest): Promise<RestReply>
}

/** Waits of this length are said. */
const LONG_WAIT_MS = 10_000

type Attempt = { reply: RestReply } | { readonly broken: unknown }

/** A small JSON client: base URL, bearer token, bounded retries on the context's clock, redacted errors. */
export function createRestClient(options: RestClientOptions, context: CallContext): RestClient {
  return {
    async call(request) {
      const url = urlOf(options.baseUrl, request)
      const clean = redactor([options.token, ...(options.secrets ?? []), ...(request.secrets ?? [])])
      for (let attempt = 1; ; attempt++) {
        const result = cleaned(await send(url, request, options, context), request, clean)
        context.logger.debug(clean(`${request.method} ${shown(url)} → ${outcomeOf(result)}`))
        if ('reply' in result && isWanted(result.reply, request)) return result.reply
        const reply = 'reply' in result ? result.reply : undefined
        const waitMs = retryWaitMs(reply, isIdempotent(request), attempt, context.clock.wallMs())
        if (waitMs === undefined) throw toError(result, url, request, options, clean, context.clock.wallMs())
        sayLongWait(result, waitMs, options.provider, context)
        await context.clock.sleep(waitMs, context.signal)
      }
    },
  }
}

/** Only a reply that is asked for a secret keeps what it says. */
function cleaned(attempt: Attempt, request: RestRequest, clean: (text: string) => string): Attempt {
  if ('broken' in attempt || (request.givesSecret && attempt.reply.status < 300)) return attempt
  return { reply: withoutSecrets(attempt.reply, clean) }
}

function isIdempotent({ idempotent, method }: RestRequest): boolean {
  return idempotent ?? ['GET', 'PUT', 'DELETE'].includes(method)
}

function sayLongWait(attempt: Attempt, waitMs: number, provider: string, { logger }: CallContext): void {
  if (waitMs < LONG_WAIT_MS) return
  const why = 'reply' in attempt ? reasonOf(attempt.reply) : outcomeOf(attempt)
  logger.info(`${provider}: ${why}; waiting ${Math.ceil(waitMs / 1000)} s.`)
}

function isWanted(reply: RestReply, request: RestRequest): boolean {
  return (reply.status >= 200 && reply.status < 300) || (request.accept?.includes(reply.status) ?? false)
}

async function send(
  url: URL,
  request: RestRequest,
  options: RestClientOptions,
  context: CallContext,
): Promise<Attempt> {
  const started = context.clock.monotonicMs()
  context.signal.throwIfAborted()
  try {
    const response = await context.network.fetch(url, {
      method: request.method,
      headers: headersOf(url, request, options),
      body: request.json === undefined ? (request.bytes ?? null) : JSON.stringify(request.json),
      redirect: 'manual',
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    })
    const text = await response.text()
    const { status, headers } = response
    const roundTripMs = context.clock.monotonicMs() - started
    return { reply: { status, headers, text, json: parseJson(text), roundTripMs } }
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason
    return { broken: error }
  }
}

/** Token and headers go to the API they belong to and to no other host, whatever address a reply gave us. */
function headersOf(url: URL, request: RestRequest, options: RestClientOptions): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'coldstart' }
  if (request.json !== undefined) headers['content-type'] = 'application/json'
  if (request.bytes) headers['content-type'] = 'application/octet-stream'
  const ours = url.origin === new URL(options.baseUrl).origin
  if (options.token && ours && request.authorize !== false) headers.authorization = `Bearer ${options.token}`
  return { ...headers, ...(ours && options.headers), ...request.headers }
}

function toError(
  attempt: Attempt,
  url: URL,
  request: RestRequest,
  options: RestClientOptions,
  clean: (text: string) => string,
  wallMs: number,
): ColdstartError {
  const { provider, tokenHint, refusals = [], deploys } = options
  const { action } = request
  const { host } = url
  if ('reply' in attempt)
    return failureOf(attempt.reply, { provider, action, tokenHint, wallMs, host, refusals, deploys })
  const cause = attempt.broken instanceof Error ? (attempt.broken.cause ?? attempt.broken) : attempt.broken
  const reason = clean(messageOf(cause))
  return new ColdstartError('remote-unreachable', { provider, action, host, reason, deploys })
}

function urlOf(baseUrl: string, request: RestRequest): URL {
  const whole = /^https?:/.test(request.path)
  const url = new URL(whole ? request.path : baseUrl.replace(/\/$/, '') + request.path)
  for (const [key, value] of Object.entries(request.query ?? {}))
    if (value !== undefined) url.searchParams.set(key, String(value))
  return url
}

/** The query of a signed URL is a secret; ours is not worth the room. */
function shown(url: URL): string {
  return url.origin + url.pathname
}

/** Platforms quote what they were sent: in words, in codes, in headers. */
function withoutSecrets(reply: RestReply, clean: (text: string) => string): RestReply {
  const headers = new Headers([...reply.headers].map(([name, value]) => [name, clean(value)]))
  if (reply.json === undefined) return { ...reply, headers, text: clean(reply.text) }
  // Written anew: a character may have been spelled as an escape.
  const json = inEveryText(reply.json, clean)
  return { ...reply, headers, json, text: JSON.stringify(json) }
}

function outcomeOf(attempt: Attempt): string {
  return 'reply' in attempt ? String(attempt.reply.status) : messageOf(attempt.broken)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
