import type { Deployment } from '../../core/deployment.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { createRestClient, type RestClient, type RestReply, type RestRequest } from '../rest-client.ts'
import { isRecord } from '../rest-failure.ts'
import { findVercelCredentials, tokenHint, type VercelCredentials } from './credentials.ts'

const BLOCKED_HINT =
  'Vercel has blocked the account, and another token does not help: see https://vercel.com/account, or write to https://vercel.com/help.'

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
  const found = await findVercelCredentials(context, team)
  const baseUrl = context.baseUrls.vercel ?? 'https://api.vercel.com'
  const bypass = context.env.VERCEL_AUTOMATION_BYPASS_SECRET
  const secrets = new Set(bypass ? [bypass] : [])
  const client: RestClient = createRestClient(
    {
      provider: 'Vercel',
      baseUrl,
      token: found.token,
      tokenHint: tokenHint(found),
      secrets,
      refusals: [
        {
          words: /account is blocked|(account|team|user) (is|has been) (blocked|suspended|disabled)/i,
          code: 'remote-failed',
          hint: BLOCKED_HINT,
        },
      ],
    },
    context,
  )
  const asked = found.team === undefined && !found.isPersonal ? await readDefaultTeam(client) : undefined
  const credentials = asked === undefined ? found : { ...found, team: asked }
  const scope = scopeOf(credentials.team)
  return {
    credentials,
    secrets,
    call: (request) => client.call({ ...request, query: { ...scope, ...request.query } }),
  }
}

/** Newer accounts have no scope of their own: what they make belongs to the team that the user has by default. */
async function readDefaultTeam(client: RestClient): Promise<string | undefined> {
  const request = { action: 'read the user', method: 'GET', path: '/v2/user' } as const
  const reply = await client.call({ ...request, accept: [401, 403, 404] })
  const { user } = bodyOf(reply)
  return reply.status < 400 && isRecord(user) ? textOf(user.defaultTeamId) : undefined
}

function scopeOf(team: string | undefined): Record<string, string> {
  if (team === undefined) return {}
  return team.startsWith('team_') ? { teamId: team } : { slug: team }
}

/** The reply's body as an object; `{}` when it is none. */
export function bodyOf(reply: RestReply): Readonly<Record<string, unknown>> {
  return isRecord(reply.json) ? reply.json : {}
}

/** The id of the user whose token this is; undefined where the token may not read it. */
export async function readUserId(api: VercelApi): Promise<string | undefined> {
  const request = { action: 'read the user', method: 'GET', path: '/v2/user' } as const
  const reply = await api.call({ ...request, accept: [401, 403, 404] })
  const { user } = bodyOf(reply)
  return reply.status < 400 && isRecord(user) ? (textOf(user.id) ?? textOf(user.uid)) : undefined
}

/** What a deployment of no team has for its account. */
export const PERSONAL = 'personal account'

/** The team of a deployment's account; null is the personal account. */
export function teamOf(deployment: Deployment): string | null {
  return deployment.account === undefined || deployment.account === PERSONAL ? null : deployment.account
}
