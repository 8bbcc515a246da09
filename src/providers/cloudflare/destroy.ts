import type { Deployment } from '../../core/deployment.ts'
import { refuseOtherOwner } from '../check-owner.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { type CloudflareApi, listAccounts, openCloudflareApi } from './cloudflare-api.ts'
import { deleteScript } from './script.ts'

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
 * Credentials that see the deployment's account serve, whichever other accounts they see; those that may not list any
 * are taken at the word of CLOUDFLARE_ACCOUNT_ID.
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
  const now = seen.includes(account) ? account : (seen[0] ?? named ?? 'another account')
  refuseOtherOwner(deployment, { account: now }, 'Cloudflare')
  return account
}
