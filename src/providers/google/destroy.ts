import type { Deployment, Resource } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle, type GoogleApi } from './google-api.ts'
import { partsOf } from './names.ts'
import { waitForOperation } from './wait-for-operation.ts'

export const FUNCTION_KIND = 'google-function'
export const JOB_KIND = 'google-scheduler-job'

/** A deployment that is still being built refuses to be deleted until it is not. */
const BUSY_WAIT_MS = 5000
const GIVE_UP_MS = 20 * 60_000

/**
 * Deletes what coldstart made, last made first; what is gone already is success, what it does not own is left.
 * @throws ColdstartError `google-operation` and those of callGoogle; the ledger then still holds the rest
 */
export async function destroyDeployment(deployment: Deployment, context: GoogleContext): Promise<void> {
  const owned = deployment.resources.filter(({ owned }) => owned).reverse()
  for (const resource of owned) {
    await (resource.kind === JOB_KIND ? deleteJob(resource, context) : deleteFunction(resource, context))
    await context.ledger.removed(deployment.id, resource)
  }
  await context.ledger.ended(deployment.id)
  sayWhatStays(owned, context)
}

async function deleteJob({ name }: Resource, context: GoogleContext): Promise<void> {
  await deleteNamed('scheduler', `/v1/${name}`, name, context)
}

async function deleteFunction({ name }: Resource, context: GoogleContext): Promise<void> {
  const operation = await deleteNamed('functions', `/v2/${name}`, name, context)
  if (!operation) return
  const { project, id } = partsOf(name)
  await waitForOperation({ api: 'functions', project, action: `delete ${id}`, operation }, context)
}

/** @returns the reply, or undefined when it is gone already */
async function deleteNamed(
  api: GoogleApi,
  path: string,
  name: string,
  context: GoogleContext,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { project, id } = partsOf(name)
  const action = `delete ${id}`
  const startedMs = context.clock.monotonicMs()
  while (context.clock.monotonicMs() - startedMs < GIVE_UP_MS) {
    const expect = ['NOT_FOUND', 'ABORTED', 'FAILED_PRECONDITION']
    const { json, refused } = await callGoogle(
      { api, project, action, method: 'DELETE', path, expect },
      context,
    )
    if (!refused) return json
    if (refused.status === 'NOT_FOUND') return undefined
    context.logger.info(`google: ${action}: ${refused.message}; waiting`)
    await context.clock.sleep(BUSY_WAIT_MS, context.signal)
  }
  throw new ColdstartError('google-operation', { action, reason: 'it stayed busy for 20 minutes' })
}

/** Google keeps what it built the functions from; that is in nobody's ledger and cannot be told from the user's own. */
function sayWhatStays(owned: readonly Resource[], context: GoogleContext): void {
  const functions = owned.filter(({ kind }) => kind === FUNCTION_KIND).map(({ name }) => partsOf(name))
  const places = new Set(
    functions.map(({ project, region }) => `${region}-docker.pkg.dev/${project}/gcf-artifacts`),
  )
  for (const place of places)
    context.logger.warn(
      `Google keeps the built images (${place}) and the source zips (a gcf-v2-sources bucket). ` +
        `See them with: gcloud artifacts docker images list ${place}`,
    )
}
