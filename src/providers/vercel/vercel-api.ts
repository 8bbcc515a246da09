import type { Deployment } from '../../core/deployment.ts'
import type { ProviderContext } from '../provider.ts'
import { createRestClient, type RestClient, type RestReply, type RestRequest } from '../rest-client.ts'
import { isRecord } from '../rest-failure.ts'
import { findVercelCredentials, TOKEN_HINT, type VercelCredentials } from './credentials.ts'

/** Vercel's REST API for one account. Sources: @vercel/client 18.4, @vercel/sdk 1.28. */
export interface VercelApi {
  readonly credentials: VercelCredentials
  /** Besides the token: what no message may hold. Bypass secrets are added as they are learned. */
  readonly secrets: Set<string>
  /** One call, in the account's scope. @throws ColdstartError, as the REST client does */
  call(request: RestRequest): Promise<RestReply>
}

/** @throws ColdstartError `no-credentials` */
export async function openVercelApi(context: ProviderContext, team?: string | null): Promise<VercelApi> {
  const credentials = await findVercelCredentials(context, team)
  const baseUrl = context.baseUrls.vercel ?? 'https://api.vercel.com'
  const bypass = context.env.VERCEL_AUTOMATION_BYPASS_SECRET
  const secrets = new Set(bypass ? [bypass] : [])
  const client: RestClient = createRestClient(
    {
      provider: 'Vercel',
      baseUrl,
      token: credentials.token,
      tokenHint: TOKEN_HINT,
      secrets,
    },
    context,
  )
  const scope = scopeOf(credentials.team)
  return {
    credentials,
    secrets,
    call: (request) => client.call({ ...request, query: { ...scope, ...request.query } }),
  }
}

function scopeOf(team: string | undefined): Record<string, string> {
  if (team === undefined) return {}
  return team.startsWith('team_') ? { teamId: team } : { slug: team }
}

/** The reply's body as an object; `{}` when it is none. */
export function bodyOf(reply: RestReply): Readonly<Record<string, unknown>> {
  return isRecord(reply.json) ? reply.json : {}
}

/** What a deployment of no team has for its account. */
export const PERSONAL = 'personal account'

/** The team of a deployment's account; null is the personal account. */
export function teamOf(deployment: Deployment): string | null {
  return deployment.account === undefined || deployment.account === PERSONAL ? null : deployment.account
}
