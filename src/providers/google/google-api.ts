import { ColdstartError } from '../../core/errors.ts'
import { createRestClient, type RestReply, type RestRequest } from '../rest-client.ts'
import { failureOf } from '../rest-failure.ts'
import type { GoogleContext, GoogleIdentity } from './authenticate.ts'
import { LOGIN_HINT } from './find-credentials.ts'
import { type GoogleError, readGoogleError } from './google-error.ts'
import { knownRefusal } from './known-refusal.ts'

/** The hosts that are spoken to; also the names under which a test gives other addresses. */
export const googleApis = {
  functions: 'cloudfunctions.googleapis.com',
  run: 'run.googleapis.com',
  scheduler: 'cloudscheduler.googleapis.com',
  serviceUsage: 'serviceusage.googleapis.com',
  resourceManager: 'cloudresourcemanager.googleapis.com',
} as const
/** One of Google's APIs. */
export type GoogleApi = keyof typeof googleApis

/** The services a deployment needs switched on in the project. */
export const NEEDED_SERVICES: readonly string[] = [
  googleApis.functions,
  googleApis.run,
  'cloudbuild.googleapis.com',
  'artifactregistry.googleapis.com',
]

const ROLES_HINT =
  'The account needs roles/cloudfunctions.developer, roles/run.admin and roles/iam.serviceAccountUser ' +
  '(and roles/cloudscheduler.admin for a schedule) in the project.'

/** One call of one of Google's APIs. */
export interface GoogleRequest extends Omit<RestRequest, 'accept'> {
  readonly api: GoogleApi
  /** For the error that names what to switch on. */
  readonly project: string
  /** Refusals the caller reads himself, by Google's own name: `NOT_FOUND`, `ABORTED`. */
  readonly expect?: readonly string[]
}

/** What one of Google's APIs answered. */
export interface GoogleReply {
  readonly json: Readonly<Record<string, unknown>>
  /** Set only for a refusal that was expected. */
  readonly refused?: GoogleError
  readonly reply: RestReply
}

/**
 * One call to a Google API with the context's identity.
 * Error format: https://google.aip.dev/193.
 * @throws ColdstartError `google-api-disabled`, `google-credentials`, and those of RestClient.call
 */
export async function callGoogle(request: GoogleRequest, context: GoogleContext): Promise<GoogleReply> {
  const { api, project, expect = [], ...rest } = request
  const identity = await context.identity()
  const token = await identity.accessToken()
  const host = googleApis[api]
  const client = createRestClient(
    {
      provider: 'Google Cloud',
      baseUrl: context.baseUrls[host] ?? `https://${host}`,
      token,
      tokenHint: LOGIN_HINT,
      secrets: identity.secrets,
      headers: quotaHeaders(identity, project, context),
    },
    context,
  )
  const reply = await client.call({ ...rest, accept: [400, 403, 404, 409, 412] })
  const json = (reply.json ?? {}) as Readonly<Record<string, unknown>>
  if (reply.status < 300) return { json, reply }
  const refused = readGoogleError(reply)
  if (expect.includes(refused.status)) return { json, refused, reply }
  throw toError(reply, refused, request, context)
}

/** End users' calls must name the project whose quota they use; service accounts bring their own. */
function quotaHeaders(
  { credentials }: GoogleIdentity,
  project: string,
  context: GoogleContext,
): Record<string, string> {
  const json = credentials.kind === 'file' ? credentials.json : {}
  const named = context.env.GOOGLE_CLOUD_QUOTA_PROJECT ?? json.quota_project_id
  const quota = typeof named === 'string' ? named : json.type === 'authorized_user' ? project : undefined
  return quota ? { 'x-goog-user-project': quota } : {}
}

function toError(
  reply: RestReply,
  refused: GoogleError,
  { action, project, api }: GoogleRequest,
  context: GoogleContext,
): ColdstartError {
  if (refused.reason === 'SERVICE_DISABLED') {
    const service = refused.service ?? 'A Google API'
    const apis = [...new Set([...(refused.service ? [refused.service] : []), ...NEEDED_SERVICES])]
    const { consumer, helpUrl } = refused
    const other = consumer === project ? undefined : consumer
    return new ColdstartError('google-api-disabled', {
      service,
      project,
      url: helpUrl,
      apis,
      consumer: other,
    })
  }
  const known = knownRefusal(refused, project)
  if (known)
    return new ColdstartError(known.code, {
      ...known.details,
      action,
      reason: refused.message.replace(/\.\s*$/, ''),
    })
  const see = refused.helpUrl ? ` See ${refused.helpUrl}` : ''
  const hint = (refused.status === 'PERMISSION_DENIED' ? ROLES_HINT : LOGIN_HINT) + see
  const facts = {
    host: googleApis[api],
    provider: 'Google Cloud',
    action,
    tokenHint: hint,
    wallMs: context.clock.wallMs(),
  }
  return failureOf(reply, facts)
}
