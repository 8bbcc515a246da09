import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { isRemoteName } from '../remote-name.ts'
import { sayLookalikes } from '../say-lookalikes.ts'
import { accountPath, openCloudflareApi, resultsOf } from './cloudflare-api.ts'
import { findProjectAccount } from './find-account.ts'
import { SCRIPT, TAG } from './script.ts'

/** Workers with a name of our shape that carry our tag; one without it is said and left alone. */
export async function findCloudflareOrphans(context: ProviderContext): Promise<readonly Deployment[]> {
  const api = await openCloudflareApi(context)
  const account = await findProjectAccount(api, context)
  const path = accountPath(account, '/workers/scripts')
  const scripts = resultsOf(await api.call({ action: 'list Workers', method: 'GET', path }))
  const found: Deployment[] = []
  for (const { id, tags } of scripts) {
    const name = textOf(id)
    if (name === undefined || !isRemoteName(name)) continue
    if (!Array.isArray(tags) || !tags.includes(TAG)) {
      sayLookalikes('Cloudflare', [`Worker ${name}`], context)
      continue
    }
    found.push({
      id: `orphan-${name}`,
      provider: 'cloudflare',
      createdAt: isoNow(context.clock),
      account,
      identity: { account },
      resources: [{ kind: SCRIPT, name, id: name, owned: true }],
      targets: [],
    })
  }
  return found
}
