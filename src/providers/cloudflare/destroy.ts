import type { Deployment } from '../../core/deployment.ts'
import { refuseOtherOwner } from '../check-owner.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { type CloudflareApi, openCloudflareApi } from './cloudflare-api.ts'
import { listAccounts } from './find-account.ts'
import { deleteScript } from './script.ts'
import { askSubdomain } from './subdomain.ts'

/** Takes down what the ledger lists, last made first; what is gone already is success. */
export async function destroyOnCloudflare(deployment: Deployment, context: ProviderContext): Promise<void> {
  const api = await openCloudflareApi(context)
  const account = await refuseOthers(deployment, api, context)
  for (const resource of [...deployment.resources].reverse()) {
    if (resource.owned) await deleteScript({ account, name: resource.name }, api)
    await context.ledger.removed(deployment.id, resource)
  }
  await context.ledger.ended(deployment.id)
}

/**
 * Credentials that see the deployment's account serve, whichever other accounts they see: in the list of accounts, or,
 * as not every token may list them, by looking into it.
 * @returns the account that it is in
 */
async function refuseOthers(
  deployment: Deployment,
  api: CloudflareApi,
  { env }: ProviderContext,
): Promise<string> {
  const { account = '' } = deployment
  const seen = await listAccounts(api)
  const named = textOf(env.CLOUDFLARE_ACCOUNT_ID) ?? textOf(env.CF_ACCOUNT_ID)
  const sees = seen.includes(account) || (await maySee(account, api))
  const now = sees ? account : (seen[0] ?? named ?? 'another account')
  refuseOtherOwner(deployment, { account: now }, 'Cloudflare')
  return account
}

async function maySee(account: string, api: CloudflareApi): Promise<boolean> {
  return (await askSubdomain(api, account, [400, 401, 403, 404])).status < 400
}
