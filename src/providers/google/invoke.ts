import { z } from 'zod'
import { ColdstartError } from '../../core/errors.ts'
import { interpretHttpReply, readFunctionReport } from '../../core/function-report.ts'
import { newNonce } from '../../core/ids.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../../core/probe-request.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import type { Target } from '../../core/target.ts'
import { cloudEventHeaders, isCloudEvent } from '../../workload/cloud-event.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { asAsked } from '../asked-request.ts'
import { readHandle } from '../read-handle.ts'
import { createRestClient } from '../rest-client.ts'
import type { GoogleContext } from './authenticate.ts'
import { googleSigns, MAY_NOT_INVOKE } from './reply-signs.ts'

/** A new policy reaches Google's front ends within a minute or two. */
export const CALLABLE_WITHIN_MS = 4 * 60_000
/** Statuses of a function whose policy is not known everywhere yet. */
export const NOT_YET = [401, 403, 404]
/** What to do where an identity token is refused. */
export const ID_TOKEN_HINT =
  "Google may not take this account's identity token: use a service account (a key file, or " +
  'gcloud auth application-default login --impersonate-service-account=<email>).'

/** What is needed to call a function. */
export type Callable = Pick<Target, 'url' | 'handle'>

/** What is needed to call or evict the function again. */
export const googleHandle = z.object({
  /** `projects/p/locations/r/services/s`, the Cloud Run service behind the function. */
  service: z.string().default(''),
  invoker: z.enum(['public', 'id-token']).default('public'),
  /** It takes events in place of requests. */
  event: z.boolean().default(false),
})

/**
 * The request to be measured; for a private function with an identity token whose audience is its URL.
 * @throws ColdstartError `google-identity-token`
 */
export async function requestFunction(
  target: Callable,
  nonce: string,
  context: GoogleContext,
  asked?: FunctionRequest,
): Promise<ProbeRequest> {
  const { url } = target
  const headers: Record<string, string> = {
    accept: 'application/json',
    'user-agent': 'coldstart',
    [NONCE_HEADER]: nonce,
  }
  const { invoker, event } = readHandle(googleHandle, target)
  if (invoker === 'id-token')
    headers.authorization = `Bearer ${await (await context.identity()).idToken(url)}`
  const usual = event && !isEventItself(asked) ? emptyEvent(headers) : { method: 'GET' as const, headers }
  return asAsked({ url, ...usual }, nonce, asked, url)
}

function isEventItself({ headers = {} }: FunctionRequest = {}): boolean {
  const byName = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return isCloudEvent(Object.fromEntries(byName))
}

function emptyEvent(headers: Readonly<Record<string, string>>) {
  return { method: 'POST', headers: { ...headers, ...cloudEventHeaders() }, body: '{}' } as const
}

/** The function's own report and the trace id by which the request is found in Cloud Logging. */
export function interpretReply(reply: ProbeReply, nonce: string): Interpretation {
  const read = interpretHttpReply(reply, nonce, [googleSigns])
  return read.error ? { ...read, error: explained(read.error, reply) } : read
}

/** Google's front end answers for the function: with 429 when it may start no more instances, 403 on the policy. */
function explained(error: NonNullable<Interpretation['error']>, { status }: ProbeReply): typeof error {
  if (error.message.includes(MAY_NOT_INVOKE)) return error
  if (status === 401 || status === 403)
    return { kind: 'platform', message: `${error.message}: ${MAY_NOT_INVOKE}` }
  if (status === 429)
    return { kind: 'throttled', message: `${error.message}: no instance was free and no more may be started` }
  if (status === 503)
    return { kind: 'platform', message: `${error.message}: the instance could not start or serve` }
  return error
}

/**
 * Waits until the policy is known to Google's front ends and the function answers as itself. This runs the
 * function, so the caller replaces its revision afterwards.
 * @throws ColdstartError `google-operation` when it never answers, or answers something else
 */
export async function waitUntilCallable(target: Callable, context: GoogleContext): Promise<void> {
  const action = 'call the function'
  const startedMs = context.clock.monotonicMs()
  const nonce = newNonce()
  const { headers } = await requestFunction(target, nonce, context)
  const secrets = [...(await context.identity()).secrets]
  const client = createRestClient(
    { provider: 'Google Cloud', baseUrl: target.url, tokenHint: '', secrets },
    context,
  )
  for (;;) {
    const reply = await client.call({ action, method: 'GET', path: target.url, headers, accept: NOT_YET })
    if (reply.status < 300) {
      const { error } = readFunctionReport(reply.text, nonce)
      if (error) throw new ColdstartError('google-operation', { action, reason: error.message })
      return
    }
    if (context.clock.monotonicMs() - startedMs > CALLABLE_WITHIN_MS)
      throw new ColdstartError('google-operation', {
        action,
        reason: `it still answers ${reply.status}`,
        ...(headers.authorization ? { hint: ID_TOKEN_HINT } : {}),
      })
    await context.clock.sleep(2000, context.signal)
  }
}
