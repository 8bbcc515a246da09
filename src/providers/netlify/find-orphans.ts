import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { isRemoteName } from '../remote-name.ts'
import { itemsOf, type NetlifyApi, openNetlifyApi } from './netlify-api.ts'
import { SITE } from './site.ts'

/**
 * Sites with a name of our shape whose every deploy has a title of ours. One deploy with another title
 * makes the whole site somebody else's.
 */
export async function findNetlifyOrphans(context: ProviderContext): Promise<readonly Deployment[]> {
  const api = await openNetlifyApi(context)
  const query = { name: 'coldstart-', filter: 'all', per_page: 100 }
  const sites = itemsOf(await api.call({ action: 'list sites', method: 'GET', path: '/sites', query }))
  const found: Deployment[] = []
  for (const site of sites) {
    const [id, name] = [textOf(site.id), textOf(site.name)]
    if (!id || !name || !isRemoteName(name) || !(await isOurs(id, api))) continue
    found.push({
      id: `orphan-${name}`,
      provider: 'netlify',
      createdAt: isoNow(context.clock),
      resources: [{ kind: SITE, name, id, owned: true }],
      targets: [],
    })
  }
  return found
}

async function isOurs(siteId: string, api: NetlifyApi): Promise<boolean> {
  const path = `/sites/${encodeURIComponent(siteId)}/deploys`
  const query = { per_page: 100 }
  const deploys = itemsOf(await api.call({ action: 'list deploys', method: 'GET', path, query }))
  return deploys.every(({ title }) => textOf(title)?.startsWith('coldstart ') ?? false)
}
