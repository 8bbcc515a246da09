import type { Deployment, Resource } from '../../core/deployment.ts'
import { refuseOtherOwner } from '../check-owner.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { deleteDeploy } from './digest-deploy.ts'
import { itemsOf, type NetlifyApi, openNetlifyApi } from './netlify-api.ts'
import { deleteSite, readTeams, readUserId, SITE } from './site.ts'

/**
 * Takes down what the ledger lists; what is gone already is success. A site of ours goes with all its
 * deploys; a site of the user's stays and loses the deploys that we made.
 */
export async function destroyOnNetlify(deployment: Deployment, context: ProviderContext): Promise<void> {
  const api = await openNetlifyApi(context)
  await refuseOthers(deployment, api)
  const ours = deployment.resources.filter(({ kind, owned }) => kind === SITE && owned)
  for (const site of ours) await deleteSite(site.id, site.name, api)
  for (const resource of [...deployment.resources].reverse()) {
    if (resource.kind !== SITE && ours.length === 0 && resource.owned) await removeDeploy(resource, api)
    await context.ledger.removed(deployment.id, resource)
  }
  await context.ledger.ended(deployment.id)
}

/** The user who made it, or anybody in its team. */
async function refuseOthers(deployment: Deployment, api: NetlifyApi): Promise<void> {
  const { identity } = deployment
  if (identity === undefined) return
  const user = await readUserId(api)
  if (user !== undefined && user === identity.user) return
  const teams = await readTeams(api)
  const team =
    identity.team !== undefined && teams.includes(identity.team) ? identity.team : teams.join(' and ')
  refuseOtherOwner(deployment, { ...(user && { user }), ...(team && { team }) }, 'Netlify')
}

/** A deploy whose id never reached the ledger is found by its title. */
async function removeDeploy(resource: Resource, api: NetlifyApi): Promise<void> {
  const id = resource.id ?? (await findIdByTitle(resource, api))
  if (id !== undefined) await deleteDeploy(id, api)
}

async function findIdByTitle(
  { name, region: siteId }: Resource,
  api: NetlifyApi,
): Promise<string | undefined> {
  if (siteId === undefined) return undefined
  const reply = await api.call({
    action: 'list deploys',
    method: 'GET',
    path: `/sites/${encodeURIComponent(siteId)}/deploys`,
    query: { per_page: 100 },
    accept: [404],
  })
  return textOf(itemsOf(reply).find(({ title }) => title === name)?.id)
}
