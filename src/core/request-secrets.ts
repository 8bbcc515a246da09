import { parseUrl } from './parse-url.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from './probe-request.ts'
import { redact, redactValue } from './redact.ts'
import { NONCE_HEADER } from './report-headers.ts'
import type { PlatformReport } from './sample.ts'

/** Headers whose values are the same for everybody; every other one may be a key. */
const COMMON = new Set(['accept', 'user-agent', 'content-type', 'content-length', 'host', NONCE_HEADER])
/** Whether a header's value is nobody's secret. */
export function isCommonHeader(name: string): boolean {
  return COMMON.has(name.toLowerCase())
}

/** Query values that say nothing about their user. */
const OURS = new Set(['nonce', 'at'])
/** What the sample function is greeted with. Our headers hold it too. */
const OUR_NAME = 'coldstart'

/**
 * What a request carries that its reply may quote and nothing may show: header values, query values, user name and
 * password.
 */
export function secretsOfRequest(request: ProbeRequest): readonly string[] {
  if (last?.request !== request) last = { request, secrets: findSecrets(request) }
  return last.secrets
}

/** Those of the request that was read last: several ask, one after the other. */
let last: { readonly request: ProbeRequest; readonly secrets: readonly string[] } | undefined

function findSecrets({ url, headers, secrets = [] }: ProbeRequest): readonly string[] {
  const found = [...secrets]
  for (const name of Object.keys(headers)) {
    if (isCommonHeader(name) || name.toLowerCase().startsWith('x-amz-')) continue
    const value = headers[name] ?? ''
    found.push(value.replace(/^(Bearer|Basic) /i, ''), ...basicPair(value))
  }
  found.push(headers['x-amz-security-token'] ?? '', ...secretsOfAddress(url))
  return found.filter((one) => one !== '')
}

/** Most requests of a run have neither a query nor a user. */
function secretsOfAddress(url: string): string[] {
  const parsed = parseUrl(url)
  const { search, username, password } = parsed
  if (search === '') return [username, password]
  // With its name too: a short value alone would hide words.
  const query = [...parsed.searchParams].flatMap(([name, value]) =>
    OURS.has(name) || value === OUR_NAME ? [] : [value, `${name}=${value}`],
  )
  return [...query, username, password]
}

/** User name and password, together and each. */
function basicPair(header: string): string[] {
  const encoded = /^Basic (.+)$/i.exec(header)?.[1]
  if (encoded === undefined) return []
  const pair = Buffer.from(encoded, 'base64').toString()
  const divider = pair.indexOf(':')
  return [pair, pair.slice(0, divider), pair.slice(divider + 1)]
}

/** A reply without the secrets of its request, in its headers, its body and its error. */
export function withoutRequestSecrets(reply: ProbeReply): ProbeReply {
  const secrets = secretsOfRequest(reply.request)
  if (secrets.length === 0) return reply
  const { values, error } = redactValue({ values: Object.values(reply.headers), error: reply.error }, secrets)
  // Their names stay: a secret that is a word of one would hide what the header says.
  const headers = Object.fromEntries(Object.keys(reply.headers).map((name, at) => [name, values[at] ?? '']))
  const body = new TextEncoder().encode(redact(new TextDecoder().decode(reply.body), secrets))
  return { ...reply, headers, body, ...(error ? { error } : {}) }
}

/**
 * Reads a reply for people to see. Words of a failure are read in a reply that has been cleaned, since they may be cut
 * short, and half a secret is one; figures are read in the reply as it is.
 */
export function readWithoutSecrets(
  reply: ProbeReply,
  read: (reply: ProbeReply) => Interpretation,
): Interpretation {
  const secrets = secretsOfRequest(reply.request)
  const found = read(reply)
  if (secrets.length === 0) return found
  const { instance, platform, ...rest } = found
  const error = found.error && (read(withoutRequestSecrets(reply)).error ?? found.error)
  return {
    ...rest,
    ...(instance ? { instance: { ...instance, id: redact(instance.id, secrets) } } : {}),
    ...(platform ? { platform: withCleanWords(platform, secrets) } : {}),
    ...(error ? { error: { ...error, message: redact(error.message, secrets) } } : {}),
  }
}

function withCleanWords(platform: PlatformReport, secrets: readonly string[]): PlatformReport {
  const { requestId, headers } = platform
  return {
    ...platform,
    ...(requestId === undefined ? {} : { requestId: redact(requestId, secrets) }),
    ...(headers === undefined ? {} : { headers: redactValue(headers, secrets) }),
  }
}
