import type { ProviderContext } from '../provider.ts'
import { createRestClient, type RestClient, type RestReply, type RestRequest } from '../rest-client.ts'
import { isRecord } from '../rest-failure.ts'
import { type CloudflareCredentials, credentialsHint, findCloudflareCredentials } from './credentials.ts'

/** Cloudflare's API v4 with one set of credentials. Source: the types of the npm package cloudflare 7.3.0. */
export interface CloudflareApi {
  readonly credentials: CloudflareCredentials
  /** One call. @throws ColdstartError, as the REST client does */
  call(request: RestRequest): Promise<RestReply>
}

/** @throws ColdstartError `no-credentials` */
export async function openCloudflareApi(context: ProviderContext): Promise<CloudflareApi> {
  const credentials = await findCloudflareCredentials(context)
  const { token, key } = credentials
  const hint = credentialsHint(credentials)
  const client: RestClient = createRestClient(
    {
      provider: 'Cloudflare',
      baseUrl: context.baseUrls.cloudflare ?? 'https://api.cloudflare.com/client/v4',
      ...(token !== undefined && { token }),
      ...(key && {
        headers: { 'x-auth-email': key.email, 'x-auth-key': key.apiKey },
        secrets: [key.apiKey],
      }),
      tokenHint: hint,
      refusals: [
        {
          words: /Invalid request headers|Invalid format for|Authentication error/i,
          code: 'remote-unauthorized',
          hint,
        },
        {
          words: /\b10063\b|workers\.dev subdomain/i,
          code: 'remote-failed',
          hint: "Open Workers & Pages in the dashboard once: that registers the account's workers.dev subdomain.",
        },
        {
          words: /exceeded the limit of \d+ Workers|\b10037\b/i,
          code: 'remote-quota',
          hint: 'Delete Workers that are not needed, or use a paid plan (500 in place of 100).',
        },
      ],
    },
    context,
  )
  return { credentials, call: (request) => client.call(request) }
}

/** What a reply of the API holds as `result`: an object, or `{}`. */
export function resultOf(reply: RestReply): Readonly<Record<string, unknown>> {
  const result = isRecord(reply.json) ? reply.json.result : undefined
  return isRecord(result) ? result : {}
}

/** The same where the result is a list. */
export function resultsOf(reply: RestReply): readonly Readonly<Record<string, unknown>>[] {
  const result = isRecord(reply.json) ? reply.json.result : undefined
  return Array.isArray(result) ? result.filter(isRecord) : []
}

/** The numbers in a refusal's `errors`, by which Cloudflare's own clients decide. */
export function errorNumbersOf({ json }: RestReply): readonly number[] {
  const errors = isRecord(json) && Array.isArray(json.errors) ? json.errors : []
  return errors.filter(isRecord).flatMap(({ code }) => (typeof code === 'number' ? [code] : []))
}

/** Below the account: `/accounts/0123/workers/scripts`. */
export function accountPath(account: string, path: string): string {
  return `/accounts/${encodeURIComponent(account)}${path}`
}
