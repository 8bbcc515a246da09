import { ColdstartError } from '../../core/errors.ts'
import { textOf } from '../json-file.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import { newRemoteName } from '../remote-name.ts'
import { reasonOf } from '../rest-failure.ts'
import { bodyOf, itemsOf, type NetlifyApi } from './netlify-api.ts'
import type { NetlifyOptions } from './options.ts'

/** What the ledger calls a site of Netlify. */
export const SITE = 'netlify-site'
const NAME_TRIES = 3

/** A site that functions are deployed to. */
export interface NetlifySite {
  readonly id: string
  readonly name: string
  /** False for the user's own, which is never deleted and never gets a production deploy. */
  readonly owned: boolean
  /** `https://<name>.netlify.app` or the site's own domain. */
  readonly url?: string
  readonly adminUrl?: string
}

/**
 * The team that a new site belongs to: the one asked for, or the account's first.
 * @throws ColdstartError `cannot-deploy` when there is none of that slug
 */
export async function findTeam(slug: string | undefined, api: NetlifyApi): Promise<string> {
  const slugs = await readTeams(api)
  const chosen = slug === undefined ? slugs[0] : slugs.find((found) => found === slug)
  if (chosen) return chosen
  const reason = slug === undefined ? 'this account has no team' : `this account has no team "${slug}"`
  const hint = slugs.length > 0 ? `Teams: ${slugs.join(', ')}.` : 'Make a team at https://app.netlify.com.'
  throw new ColdstartError('cannot-deploy', { provider: 'Netlify', reason, hint })
}

/** The slugs of the teams that these credentials are in. */
export async function readTeams(api: NetlifyApi): Promise<readonly string[]> {
  const teams = itemsOf(await api.call({ action: 'list teams', method: 'GET', path: '/accounts' }))
  return teams.map((team) => textOf(team.slug)).filter((found) => found !== undefined)
}

/** The id of the user whose credentials these are; undefined where they may not read it. */
export async function readUserId(api: NetlifyApi): Promise<string | undefined> {
  const user = await api.call({
    action: 'read the user',
    method: 'GET',
    path: '/user',
    accept: [401, 403, 404],
  })
  return user.status < 400 ? textOf(bodyOf(user).id) : undefined
}

/** The user's own site, by id or name. @throws ColdstartError `cannot-deploy` when there is none */
export async function findSite(idOrName: string, api: NetlifyApi): Promise<NetlifySite> {
  for (const key of [idOrName, `${idOrName}.netlify.app`]) {
    const path = `/sites/${encodeURIComponent(key)}`
    const reply = await api.call({ action: 'read the site', method: 'GET', path, accept: [404] })
    if (reply.status !== 404) return siteOf(bodyOf(reply), idOrName, false)
  }
  const reason = `there is no site "${idOrName}" in this account`
  const hint =
    'Give the site id from Project configuration > General, or leave it out and coldstart makes one.'
  throw new ColdstartError('cannot-deploy', { provider: 'Netlify', reason, hint })
}

/**
 * Makes a site, in the ledger first. Names are shared by all of Netlify: one that is taken is struck from
 * the ledger and another is tried.
 * @throws ColdstartError `remote-failed` after three names
 */
export async function createSite(
  spec: DeploySpec<NetlifyOptions>,
  deploymentId: string,
  team: string,
  api: NetlifyApi,
  context: ProviderContext,
): Promise<NetlifySite> {
  const action = 'create a site'
  const path = `/${encodeURIComponent(team)}/sites`
  for (let attempt = 1; ; attempt++) {
    const name = newRemoteName(spec.runId)
    const resource = { kind: SITE, name, owned: true }
    await context.ledger.creating(deploymentId, resource)
    const reply = await api.call({ action, method: 'POST', path, json: { name }, accept: [422] })
    if (reply.status === 422) {
      await context.ledger.removed(deploymentId, resource)
      if (attempt < NAME_TRIES) continue
      throw new ColdstartError('remote-failed', { provider: 'Netlify', action, reason: reasonOf(reply) })
    }
    const site = siteOf(bodyOf(reply), name, true)
    await context.ledger.created(deploymentId, { ...resource, id: site.id })
    return site
  }
}

function siteOf(body: Readonly<Record<string, unknown>>, name: string, owned: boolean): NetlifySite {
  const [url, adminUrl] = [textOf(body.ssl_url) ?? textOf(body.url), textOf(body.admin_url)]
  return {
    id: textOf(body.id) ?? name,
    name: textOf(body.name) ?? name,
    owned,
    ...(url === undefined ? {} : { url }),
    ...(adminUrl === undefined ? {} : { adminUrl }),
  }
}

/**
 * Deletes a site that coldstart made. Idempotent: one that is gone is success.
 * @param id unknown when the process died before the reply: then the name decides
 */
export async function deleteSite(id: string | undefined, name: string, api: NetlifyApi): Promise<void> {
  const found = id ?? (await findIdByName(name, api))
  if (found === undefined) return
  const path = `/sites/${encodeURIComponent(found)}`
  await api.call({ action: 'delete the site', method: 'DELETE', path, accept: [404] })
}

async function findIdByName(name: string, api: NetlifyApi): Promise<string | undefined> {
  const query = { name, filter: 'all' }
  const sites = itemsOf(await api.call({ action: 'list sites', method: 'GET', path: '/sites', query }))
  return textOf(sites.find((site) => site.name === name)?.id)
}
