import type { Deployment, Resource } from '../../core/deployment.ts'
import type { ProviderContext } from '../provider.ts'
import { deleteDeployment } from './deployment.ts'
import { deleteProject, PROJECT } from './project.ts'
import { openVercelApi, teamOf, type VercelApi } from './vercel-api.ts'

/**
 * Takes down what the ledger lists, last made first; what is gone already is success. A deployment whose id
 * never reached the ledger goes with its project.
 */
export async function destroyOnVercel(deployment: Deployment, context: ProviderContext): Promise<void> {
  const api = await openVercelApi(context, teamOf(deployment))
  for (const resource of [...deployment.resources].reverse()) {
    if (resource.owned) await remove(resource, api)
    await context.ledger.removed(deployment.id, resource)
  }
  await context.ledger.ended(deployment.id)
}

async function remove(resource: Resource, api: VercelApi): Promise<void> {
  if (resource.kind === PROJECT) await deleteProject(resource.id ?? resource.name, api)
  else if (resource.id) await deleteDeployment(resource.id, api)
}
