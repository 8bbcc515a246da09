import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { isRemoteName } from '../remote-name.ts'
import { isRecord } from '../rest-failure.ts'
import { sayLookalikes } from '../say-lookalikes.ts'
import { PROJECT } from './project.ts'
import { bodyOf, openVercelApi, type VercelApi } from './vercel-api.ts'

/**
 * Projects with a name of our shape that have deployments, every one of which carries our tag. One without it makes
 * the whole project somebody else's, and a project without deployments proves nothing: those are said.
 */
export async function findVercelOrphans(context: ProviderContext): Promise<readonly Deployment[]> {
  const api = await openVercelApi(context)
  const projects = listAll(
    { path: '/v10/projects', field: 'projects', next: 'from' },
    { search: 'coldstart-' },
    api,
  )
  const found: Deployment[] = []
  for await (const project of projects) {
    const [id, name] = [textOf(project.id), textOf(project.name)]
    if (!id || !name || !isRemoteName(name)) continue
    if (!(await isOurs(id, api))) {
      sayLookalikes('Vercel', [`project ${name}`], context)
      continue
    }
    found.push({
      id: `orphan-${name}`,
      provider: 'vercel',
      createdAt: isoNow(context.clock),
      ...(api.credentials.team === undefined ? {} : { account: api.credentials.team }),
      resources: [{ kind: PROJECT, name, id, owned: true }],
      targets: [],
    })
  }
  return found
}

async function isOurs(projectId: string, api: VercelApi): Promise<boolean> {
  let count = 0
  const list = { path: '/v7/deployments', field: 'deployments', next: 'until' }
  for await (const { meta } of listAll(list, { projectId }, api)) {
    if (!isRecord(meta) || meta.coldstart === undefined) return false
    count++
  }
  return count > 0
}

interface PagedList {
  readonly path: string
  /** Where the items are in a page. */
  readonly field: string
  /** The parameter that takes a page's `pagination.next`. */
  readonly next: string
}

/** Every item of a list, page by page (https://vercel.com/docs/rest-api#pagination). */
async function* listAll(
  { path, field, next }: PagedList,
  query: Readonly<Record<string, string>>,
  api: VercelApi,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for (let from: string | undefined = ''; from !== undefined; ) {
    const page = { ...query, limit: 100, ...(from && { [next]: from }) }
    const body = bodyOf(await api.call({ action: `list ${field}`, method: 'GET', path, query: page }))
    yield* itemsOf(body[field])
    const following: unknown = isRecord(body.pagination) ? body.pagination.next : undefined
    from = typeof following === 'number' || typeof following === 'string' ? String(following) : undefined
  }
}

function itemsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
