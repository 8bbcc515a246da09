import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { isRemoteName } from '../remote-name.ts'
import { isRecord } from '../rest-failure.ts'
import { PROJECT } from './project.ts'
import { bodyOf, openVercelApi, type VercelApi } from './vercel-api.ts'

/**
 * Projects with a name of our shape whose every deployment carries our tag. One without our tag makes the
 * whole project somebody else's.
 */
export async function findVercelOrphans(context: ProviderContext): Promise<readonly Deployment[]> {
  const api = await openVercelApi(context)
  const query = { search: 'coldstart-', limit: 100 }
  const list = await api.call({ action: 'list projects', method: 'GET', path: '/v10/projects', query })
  const found: Deployment[] = []
  for (const project of itemsOf(bodyOf(list).projects)) {
    const [id, name] = [textOf(project.id), textOf(project.name)]
    if (!id || !name || !isRemoteName(name) || !(await isOurs(id, api))) continue
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
  const query = { projectId, limit: 100 }
  const list = await api.call({ action: 'list deployments', method: 'GET', path: '/v7/deployments', query })
  return itemsOf(bodyOf(list).deployments).every(({ meta }) => isRecord(meta) && meta.coldstart !== undefined)
}

function itemsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
