import { ColdstartError, isColdstartError } from '../../core/errors.ts'
import { redact } from '../../core/redact.ts'
import { HTML_REPLY } from './aws-failure.ts'

/** What coldstart was about to do; `action` reads after "could not", `permission` is the IAM action it takes. */
export interface AwsAction {
  readonly action: string
  readonly permission: string
}

interface AwsFailure extends Error {
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

const SET_THE_CLOCK = "Set this machine's clock (NTP): AWS takes signatures that are at most 5 minutes off."
/** How the SDK words that a login by `aws sso login` or `aws login` has run out, or was never made. */
const EXPIRED_LOGIN = /\bsso\b.*(?:expired|invalid|not found)|token.*expired|session.*expired|reauthenticate/i
/** How AWS words it, under names that also stand for wrong keys. */
const SKEWED = /Signature expired|Signature not yet current|RequestTimeTooSkewed/

const refused: Readonly<Record<string, string>> = {
  ExpiredToken: 'Get fresh ones: aws sso login, or new temporary keys.',
  ExpiredTokenException: 'Get fresh ones: aws sso login, or new temporary keys.',
  InvalidClientTokenId: 'The access key is unknown to AWS: check it, and the region.',
  UnrecognizedClientException: 'The access key is unknown to AWS: check it, and the region.',
  SignatureDoesNotMatch: 'The secret key does not belong to the access key: copy both again.',
  InvalidSignatureException:
    'The secret key does not belong to the access key. Copy access key and secret key again.',
  RequestExpired: SET_THE_CLOCK,
  OptInRequired: 'Activate the account or the region in the AWS console.',
}

const quotas = ['ServiceQuotaExceededException', 'CodeStorageExceededException', 'LimitExceeded']
const throttles = ['TooManyRequestsException', 'Throttling', 'ThrottlingException']
/** A provider of credentials keeps only the words of what it met. */
const NETWORK_WORDS = /\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)\b/
const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE']

/**
 * The error users meet for anything the SDK or a signed call threw. AWS echoes the request in some messages
 * (the canonical string with the session token, all environment variables), so secrets are taken out and the
 * original error is not kept as the cause.
 */
export function toAwsError(
  error: unknown,
  { action, permission }: AwsAction,
  secrets: readonly (string | undefined)[],
  profile?: string,
): Error {
  if (isColdstartError(error)) return error
  const failure = error as AwsFailure
  const reason = describe(failure, secrets)
  const { name } = failure
  if (name === 'CredentialsProviderError' && !isNetworkFailure(failure))
    return new ColdstartError('aws-no-credentials', {
      reason: cleanAwsWords(failure.message, secrets),
      ...(EXPIRED_LOGIN.test(failure.message) && { login: profile ?? 'default' }),
    })
  const cap = /memorysize\D*.*less than or equal to (\d+)/i.exec(failure.message)?.[1]
  if (cap) {
    const capHint = `Give --memory ${cap} or less, or ask AWS for more: new accounts may use ${cap} MB at most.`
    return new ColdstartError('remote-quota', { provider: 'AWS', action, reason, hint: capHint })
  }
  if (isPage(failure)) {
    const said = `status ${failure.$metadata?.httpStatusCode ?? 'unknown'}`
    return new ColdstartError('remote-intercepted', { provider: 'AWS', action, host: 'AWS', said })
  }
  const hint = SKEWED.test(failure.message) ? SET_THE_CLOCK : refused[name]
  if (hint) return new ColdstartError('aws-credentials-refused', { action, reason, hint })
  if (/^(AccessDenied|Unauthorized|Forbidden)/.test(name))
    return new ColdstartError('aws-denied', { action, permission, reason })
  if (throttles.includes(name)) return new ColdstartError('remote-busy', { provider: 'AWS', action })
  if (quotas.includes(name) || name.startsWith('LimitExceeded')) {
    const quotaHint =
      'Delete what is not needed or ask AWS for more: https://console.aws.amazon.com/servicequotas'
    return new ColdstartError('remote-quota', { provider: 'AWS', action, reason, hint: quotaHint })
  }
  if (isNetworkFailure(failure)) {
    const host = /\b([\w-]+(?:\.[\w-]+)*\.amazonaws\.com(?:\.cn)?)\b/.exec(reason)?.[1] ?? 'AWS'
    return new ColdstartError('remote-unreachable', { provider: 'AWS', action, host, reason })
  }
  return new ColdstartError('remote-failed', { provider: 'AWS', action, reason })
}

/** The SDK could not read a reply because it was a web page, which no API of AWS sends with a 4xx. */
function isPage({ name, message, $metadata }: AwsFailure): boolean {
  const status = $metadata?.httpStatusCode ?? 0
  return name === HTML_REPLY || (status < 500 && /Unexpected token '?<|<!doctype html|<html/i.test(message))
}

/** True when the thrown thing is the AWS error of one of these names. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}

function isNetworkFailure(failure: AwsFailure): boolean {
  const isOnTheWay = /^(?:Error: )?through the proxy |certificate/i.test(failure.message)
  const isSaid = failure.name === 'CredentialsProviderError' && NETWORK_WORDS.test(failure.message)
  return networkCodes.includes(failure.code ?? '') || failure.name === 'TimeoutError' || isOnTheWay || isSaid
}

/**
 * AWS's own words without what they echo: the canonical string of a signature holds the session token, and a
 * refused environment is quoted with all its values.
 */
export function cleanAwsWords(text: string, secrets: readonly (string | undefined)[] = []): string {
  return redact(text, secrets)
    .replace(/String measured:.*/s, '')
    .replace(/The Canonical String.*/s, '')
    .replace(/Deserialization error: to see.*/s, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400)
    .replace(/\.$/, '')
}

function describe(failure: AwsFailure, secrets: readonly (string | undefined)[]): string {
  const words = cleanAwsWords(failure.message ?? String(failure), secrets).replace(/^Error: /, '')
  const name = redact(failure.name, secrets).slice(0, 100)
  const named = name && !/^(?:Credentials\w+)?Error$/.test(name) && !words.includes(name)
  return named ? `${words} (${name})` : words
}
