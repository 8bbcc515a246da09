import type { ProviderContext } from '../provider.ts'
import { createRestClient, type RestReply, type RestRequest } from '../rest-client.ts'
import { isRecord } from '../rest-failure.ts'
import { findNetlifyCredentials, type NetlifyCredentials, tokenHint } from './credentials.ts'

const CREDITS_HINT =
  'Add credits to the team, or wait until they are renewed with the month: Netlify blocks every deploy of a team without credits, drafts too.'

/** Netlify's REST API. Source: @netlify/open-api 2.60. */
export interface NetlifyApi {
  readonly credentials: NetlifyCredentials
  /** One call below `/api/v1`. @throws ColdstartError, as the REST client does */
  call(request: RestRequest): Promise<RestReply>
}

/** @throws ColdstartError `no-credentials` */
export async function openNetlifyApi(context: ProviderContext): Promise<NetlifyApi> {
  const credentials = await findNetlifyCredentials(context)
  const client = createRestClient(
    {
      provider: 'Netlify',
      baseUrl: context.baseUrls.netlify ?? 'https://api.netlify.com/api/v1',
      token: credentials.token,
      tokenHint: tokenHint(credentials),
      refusals: [
        {
          words: /credit usage exceeded|until credits are added|usage limit exceeded/i,
          code: 'remote-quota',
          hint: CREDITS_HINT,
        },
      ],
    },
    context,
  )
  return { credentials, call: (request) => client.call(request) }
}

/** The reply's body as an object; `{}` when it is none. */
export function bodyOf(reply: RestReply): Readonly<Record<string, unknown>> {
  return isRecord(reply.json) ? reply.json : {}
}

/** The reply's body as a list of objects. */
export function itemsOf(reply: RestReply): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(reply.json) ? reply.json.filter(isRecord) : []
}
