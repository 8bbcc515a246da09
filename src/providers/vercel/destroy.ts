import type { Deployment, Resource } from '../../core/deployment.ts'
import { refuseOtherOwner } from '../check-owner.ts'
import type { ProviderContext } from '../provider.ts'
import { deleteDeployment } from './deployment.ts'
import { deleteProject, PROJECT } from './project.ts'
import { openVercelApi, readUserId, teamOf, type VercelApi } from './vercel-api.ts'

/**
 * Takes down what the ledger lists, last made first; what is gone already is success. A deployment whose id
 * never reached the ledger goes with its project.
 */
export async function destroyOnVercel(deployment: Deployment, context: ProviderContext): Promise<void> {
  const api = await openVercelApi(context, teamOf(deployment))
  await refuseOthers(deployment, api)
  for (const resource of [...deployment.resources].reverse()) {
    if (resource.owned) await remove(resource, api)
    await context.ledger.removed(deployment.id, resource)
  }
  await context.ledger.ended(deployment.id)
}

/** The user who made it, or anybody whose token may look into its team. */
async function refuseOthers(deployment: Deployment, api: VercelApi): Promise<void> {
  const { identity = {} } = deployment
  const user = await readUserId(api)
  if (user !== undefined && user === identity.user) return
  const request = {
    action: 'list projects',
    method: 'GET',
    path: '/v10/projects',
    query: { limit: 1 },
  } as const
  const look = await api.call({ ...request, accept: [401, 403, 404] })
  if (identity.team !== undefined && look.status < 400) return
  if (identity.team !== undefined || identity.user !== undefined)
    refuseOtherOwner(
      { ...deployment, identity: { user: identity.user ?? 'another user', ...identity } },
      { user: user ?? 'another user', team: 'other teams' },
      'Vercel',
    )
}

async function remove(resource: Resource, api: VercelApi): Promise<void> {
  if (resource.kind === PROJECT) await deleteProject(resource.id ?? resource.name, api)
  else if (resource.id) await deleteDeployment(resource.id, api)
}
