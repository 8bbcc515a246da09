import type { Deployment, Resource } from '../../core/deployment.ts'
import { otherOwner } from '../check-owner.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle, type GoogleApi } from './google-api.ts'
import { partsOf } from './names.ts'
import { untilNotBusy } from './until-not-busy.ts'
import { waitForOperation } from './wait-for-operation.ts'

/** What the ledger calls a function of Google. */
export const FUNCTION_KIND = 'google-function'
/** What the ledger calls a job of Cloud Scheduler. */
export const JOB_KIND = 'google-scheduler-job'

/**
 * Deletes what coldstart made, last made first; what is gone already is success, what it does not own is left.
 * @throws ColdstartError `google-operation` and those of callGoogle; the ledger then still holds the rest
 */
export async function destroyDeployment(deployment: Deployment, context: GoogleContext): Promise<void> {
  await refuseStrangers(deployment, context)
  const owned = deployment.resources.filter(({ owned }) => owned).reverse()
  for (const resource of owned) {
    await (resource.kind === JOB_KIND ? deleteJob(resource, context) : deleteFunction(resource, context))
    await context.ledger.removed(deployment.id, resource)
  }
  await context.ledger.ended(deployment.id)
  sayWhatStays(owned, context)
}

/** To whoever may not look into a project Google says of everything in it that it is not there. */
async function refuseStrangers(deployment: Deployment, context: GoogleContext): Promise<void> {
  const project = deployment.identity?.project ?? deployment.account
  if (project === undefined) return
  const region = deployment.region ?? '-'
  const path = `/v2/projects/${project}/locations/${region}/functions`
  const look = { api: 'functions', project, action: 'look at the functions', method: 'GET' } as const
  const { refused } = await callGoogle(
    { ...look, path, query: { pageSize: 1 }, expect: ['PERMISSION_DENIED', 'NOT_FOUND'] },
    context,
  )
  if (!refused || refused.reason === 'SERVICE_DISABLED') return
  const { credentials } = await context.identity()
  throw otherOwner(
    deployment,
    'Google Cloud',
    `project ${project}`,
    `${credentials.source}, which may not see it`,
  )
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
  const expect = ['NOT_FOUND', 'ABORTED', 'FAILED_PRECONDITION']
  const request = { api, project, action, method: 'DELETE', path, expect } as const
  const { json, refused } = await untilNotBusy(action, context, () => callGoogle(request, context))
  return refused ? undefined : json
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
