import { ColdstartError } from '../../core/errors.ts'
import { findWranglerFile, readWranglerFile } from '../../workload/worker/wrangler-file.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import type { RestReply } from '../rest-client.ts'
import { reasonOf } from '../rest-failure.ts'
import { type CloudflareApi, resultsOf } from './cloudflare-api.ts'
import { credentialsHint } from './credentials.ts'

/**
 * The account that is meant: the option, else that of the wrangler file or CLOUDFLARE_ACCOUNT_ID, else the only one that
 * the credentials see.
 * @param named by the option (`asked`), and by the Worker's wrangler file
 * @throws ColdstartError `cannot-deploy` where file and variable differ, and where there are several accounts or none;
 * `remote-unauthorized` where the credentials may not look
 */
export async function findAccount(
  api: CloudflareApi,
  context: ProviderContext,
  { asked, inFile }: { readonly asked: string | undefined; readonly inFile: string | undefined },
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

/**
 * The account for what belongs to no Worker in particular: as `findAccount`, with the wrangler file of the folder that
 * coldstart was started in, or of one above it.
 * @param asked by the option
 * @throws ColdstartError `bad-wrangler-file`, and those of `findAccount`
 */
export async function findProjectAccount(
  api: CloudflareApi,
  context: ProviderContext,
  asked?: string,
): Promise<string> {
  const path = findWranglerFile(context.cwd)
  const inFile = path === undefined ? undefined : (await readWranglerFile(path)).account
  return findAccount(api, context, { asked, inFile })
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
    hint: `Give both the same, or say to bench and deploy which one is meant: --cloudflare-account ${inFile}, or ${inEnv}.`,
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
