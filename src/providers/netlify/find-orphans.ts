import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { isRemoteName } from '../remote-name.ts'
import { sayLookalikes } from '../say-lookalikes.ts'
import { itemsOf, type NetlifyApi, openNetlifyApi } from './netlify-api.ts'
import { SITE } from './site.ts'

/**
 * Sites with a name of our shape that have deploys, every one of which has a title of ours. One with another title
 * makes the whole site somebody else's, and a site without deploys proves nothing: those are said.
 */
export async function findNetlifyOrphans(context: ProviderContext): Promise<readonly Deployment[]> {
  const api = await openNetlifyApi(context)
  const found: Deployment[] = []
  for await (const site of listAll('list sites', '/sites', { name: 'coldstart-', filter: 'all' }, api)) {
    const [id, name] = [textOf(site.id), textOf(site.name)]
    if (!id || !name || !isRemoteName(name)) continue
    if (!(await isOurs(id, api))) {
      sayLookalikes('Netlify', [`site ${name}`], context)
      continue
    }
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
  let count = 0
  for await (const { title } of listAll(
    'list deploys',
    `/sites/${encodeURIComponent(siteId)}/deploys`,
    {},
    api,
  )) {
    if (!textOf(title)?.startsWith('coldstart ')) return false
    count++
  }
  return count > 0
}

const PAGE_SIZE = 100

/** Every item of a list, page by page; a page that is not full is the last. */
async function* listAll(
  action: string,
  path: string,
  query: Readonly<Record<string, string>>,
  api: NetlifyApi,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for (let page = 1; ; page++) {
    const paged = { ...query, per_page: PAGE_SIZE, ...(page > 1 && { page }) }
    const items = itemsOf(await api.call({ action, method: 'GET', path, query: paged }))
    yield* items
    if (items.length < PAGE_SIZE) return
  }
}
