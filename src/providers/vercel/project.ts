import { ColdstartError } from '../../core/errors.ts'
import { textOf } from '../json-file.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import { newRemoteName } from '../remote-name.ts'
import type { RestReply } from '../rest-client.ts'
import { isRecord, reasonOf } from '../rest-failure.ts'
import type { VercelOptions } from './options.ts'
import { memoryTypeOf } from './refuse-impossible.ts'
import { bodyOf, type VercelApi } from './vercel-api.ts'

/** What the ledger calls a project of Vercel. */
export const PROJECT = 'vercel-project'
const NAME_TRIES = 3
/** A new bypass secret is not active at once; Vercel's CLI waits as long. */
const SECRET_SETTLES_MS = 1000

/** A project that functions are deployed to. */
export interface VercelProject {
  readonly id: string
  readonly name: string
}

/**
 * Makes a project without deployment protection, in the ledger first. A name that is taken is another
 * project: it is struck from the ledger and another name is tried.
 * @throws ColdstartError `remote-failed` after three names; `cannot-deploy` for a memory size Vercel has not
 */
export async function createProject(
  spec: DeploySpec<VercelOptions>,
  deploymentId: string,
  api: VercelApi,
  context: ProviderContext,
): Promise<VercelProject> {
  const settings = projectSettings(spec)
  const action = 'create a project'
  for (let attempt = 1; ; attempt++) {
    const name = newRemoteName(spec.runId)
    const resource = { kind: PROJECT, name, owned: true }
    await context.ledger.creating(deploymentId, resource)
    const json = { name, ...settings }
    const reply = await api.call({ action, method: 'POST', path: '/v11/projects', json, accept: [409] })
    if (reply.status === 409) {
      await context.ledger.removed(deploymentId, resource)
      if (attempt < NAME_TRIES) continue
      throw new ColdstartError('remote-failed', { provider: 'Vercel', action, reason: reasonOf(reply) })
    }
    const id = textOf(bodyOf(reply).id) ?? name
    await context.ledger.created(deploymentId, { ...resource, id })
    return { id, name }
  }
}

function projectSettings(spec: DeploySpec<VercelOptions>): object {
  const { fluid } = spec.options
  const memory = memoryTypeOf(spec.memoryMb)
  const resourceConfig = {
    ...(fluid === undefined ? {} : { fluid }),
    ...(memory === undefined ? {} : { functionDefaultMemoryType: memory }),
    ...(spec.region === undefined ? {} : { functionDefaultRegions: [spec.region] }),
  }
  return {
    ssoProtection: null,
    ...(Object.keys(resourceConfig).length > 0 ? { resourceConfig } : {}),
    ...(spec.region === undefined ? {} : { serverlessFunctionRegion: spec.region }),
  }
}

/** Idempotent: a project that is gone is success. */
export async function deleteProject(idOrName: string, api: VercelApi): Promise<void> {
  const path = `/v9/projects/${encodeURIComponent(idOrName)}`
  await api.call({ action: 'delete the project', method: 'DELETE', path, accept: [404] })
}

/**
 * The secret that lets a request through deployment protection: the user's own, the project's, or a new one.
 * It is kept in memory only.
 * @param create makes a new secret when the project has none
 */
export async function findBypassSecret(
  project: string,
  api: VercelApi,
  context: ProviderContext,
  create: boolean,
): Promise<string | undefined> {
  const own = textOf(context.env.VERCEL_AUTOMATION_BYPASS_SECRET)
  if (own) return own
  const path = `/v9/projects/${encodeURIComponent(project)}`
  const givesSecret = true
  const read = await api.call({ action: 'read the project', method: 'GET', path, givesSecret })
  const found = learnSecret(read, api)
  if (found || !create) return found
  const made = await api.call({
    action: 'create a protection bypass',
    method: 'PATCH',
    path: `/v1/projects/${encodeURIComponent(project)}/protection-bypass`,
    json: {},
    givesSecret,
  })
  await context.clock.sleep(SECRET_SETTLES_MS, context.signal)
  return learnSecret(made, api)
}

/** The object's key is the secret; from now on the API's messages are kept free of it. */
function learnSecret(reply: RestReply, api: VercelApi): string | undefined {
  const { protectionBypass } = bodyOf(reply)
  const found = Object.entries(isRecord(protectionBypass) ? protectionBypass : {})
    .filter(([, value]) => isRecord(value) && value.scope === 'automation-bypass')
    .map(([secret]) => secret)
  for (const secret of found) api.secrets.add(secret)
  return found[0]
}
