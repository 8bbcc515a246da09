import { ColdstartError } from '../../core/errors.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { createRestClient, type RestClient, type RestReply, type RestRequest } from '../rest-client.ts'
import { isRecord, reasonOf } from '../rest-failure.ts'
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
          hint: 'Open Workers & Pages in the dashboard once: that registers the account’s workers.dev subdomain.',
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

/**
 * The account that is meant: the option, else that of the wrangler file or CLOUDFLARE_ACCOUNT_ID, else the only one that
 * the credentials see.
 * @param named by the option, and by the Worker's wrangler file
 * @throws ColdstartError `cannot-deploy` where file and variable differ, and where there are several accounts or none;
 * `remote-unauthorized` where the credentials may not look
 */
export async function findAccount(
  api: CloudflareApi,
  context: ProviderContext,
  { asked, inFile }: { readonly asked?: string | undefined; readonly inFile?: string | undefined } = {},
): Promise<string> {
  const named = asked ?? accountNamed(context, inFile)
  if (named !== undefined) return named
  const reply = await askAccounts(api)
  if (reply.status >= 400)
    throw new ColdstartError('remote-unauthorized', {
      provider: 'Cloudflare',
      action: LIST_ACCOUNTS,
      reason: reasonOf(reply),
      hint: `Set CLOUDFLARE_ACCOUNT_ID if the token may not list accounts. Or: ${credentialsHint(api.credentials)}`,
    })
  const accounts = accountsIn(reply)
  const [only, ...others] = accounts
  if (only !== undefined && others.length === 0) return only
  throw new ColdstartError('cannot-deploy', {
    provider: 'Cloudflare',
    reason: only === undefined ? 'the token sees no account' : `the token sees ${accounts.length} accounts`,
    hint: `Set CLOUDFLARE_ACCOUNT_ID${only === undefined ? '' : ` to one of ${accounts.join(', ')}`}.`,
  })
}

/** wrangler itself takes the file's and means to take the variable's one day: nobody is to be billed by a guess. */
function accountNamed({ env }: ProviderContext, inFile: string | undefined): string | undefined {
  const [name = '', inEnv] =
    ['CLOUDFLARE_ACCOUNT_ID', 'CF_ACCOUNT_ID']
      .map((one) => [one, textOf(env[one])] as const)
      .find(([, id]) => id !== undefined) ?? []
  if (inFile === undefined || inEnv === undefined || inFile === inEnv) return inFile ?? inEnv
  throw new ColdstartError('cannot-deploy', {
    provider: 'Cloudflare',
    reason: `the wrangler file names the account ${inFile}, and ${name} another, ${inEnv}`,
    hint: `Say which one is meant: --cloudflare-account ${inFile}, or ${inEnv}.`,
  })
}

/** Ids of the accounts that the credentials see; none where they may not look. */
export async function listAccounts(api: CloudflareApi): Promise<readonly string[]> {
  return accountsIn(await askAccounts(api))
}

const LIST_ACCOUNTS = 'list accounts'

function askAccounts(api: CloudflareApi): Promise<RestReply> {
  const query = { per_page: 50 }
  const accept = [400, 401, 403]
  return api.call({ action: LIST_ACCOUNTS, method: 'GET', path: '/accounts', query, accept })
}

function accountsIn(reply: RestReply): readonly string[] {
  return resultsOf(reply).flatMap(({ id }) => textOf(id) ?? [])
}
