import type { Deployment, Resource } from '../../core/deployment.ts'
import { isRecord } from '../rest-failure.ts'
import { sayLookalikes } from '../say-lookalikes.ts'
import type { GoogleContext } from './authenticate.ts'
import { FUNCTION_KIND, JOB_KIND } from './destroy.ts'
import { findProject } from './find-project.ts'
import { callGoogle, type GoogleApi } from './google-api.ts'
import { DEPLOYMENT_LABEL, NAME_PREFIX, partsOf } from './names.ts'

type Json = Readonly<Record<string, unknown>>

interface Found {
  readonly deploymentId: string
  readonly createdAt?: string
  readonly resource: Resource
}

/**
 * Functions of the project in any region that carry our prefix and our label, and the scheduler jobs named
 * after them; what only has a name like ours is said. Deletes nothing.
 * @throws ColdstartError `google-project` and those of callGoogle
 */
export async function findGoogleOrphans(context: GoogleContext): Promise<readonly Deployment[]> {
  const project = (await findProject(context)).id
  const everywhere = `/v2/projects/${project}/locations/-/functions`
  const listed = await listAll('functions', project, everywhere, 'functions', context)
  const functions = listed.flatMap(toFound)
  const unproven = listed
    .filter((one) => toFound(one).length === 0)
    .map(({ name }) => partsOf(String(name)).id)
  const alike = unproven.filter((id) => id.startsWith(NAME_PREFIX)).map((id) => `function ${id}`)
  sayLookalikes('Google Cloud', alike, context)
  const regions = new Set(functions.map(({ resource }) => resource.region ?? ''))
  const jobs: Found[] = []
  for (const region of regions) {
    const path = `/v1/projects/${project}/locations/${region}/jobs`
    const names = (await listAll('scheduler', project, path, 'jobs', context)).map(({ name }) => String(name))
    jobs.push(...functions.flatMap((found) => jobOf(found, names)))
  }
  return groupByDeployment([...functions, ...jobs], project)
}

async function listAll(
  api: GoogleApi,
  project: string,
  path: string,
  field: string,
  context: GoogleContext,
): Promise<Json[]> {
  const items: Json[] = []
  const request = { api, project, path, action: `list ${field}`, method: 'GET' } as const
  for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
    const query = { pageSize: 100, pageToken: pageToken || undefined }
    // A project that never scheduled anything has Cloud Scheduler switched off: no jobs, then.
    const expect = api === 'scheduler' ? ['PERMISSION_DENIED'] : []
    const { json } = await callGoogle({ ...request, query, expect }, context)
    if (Array.isArray(json[field])) items.push(...json[field].filter(isRecord))
    pageToken = typeof json.nextPageToken === 'string' && json.nextPageToken ? json.nextPageToken : undefined
  }
  return items
}

function toFound(json: Json): Found[] {
  const labels = isRecord(json.labels) ? json.labels : {}
  const deploymentId = labels[DEPLOYMENT_LABEL]
  const name = String(json.name)
  const { id, region } = partsOf(name)
  if (typeof deploymentId !== 'string' || !id.startsWith(NAME_PREFIX)) return []
  const resource = { kind: FUNCTION_KIND, name, region, owned: true }
  const createdAt = typeof json.createTime === 'string' ? json.createTime : undefined
  return [{ deploymentId, resource, ...(createdAt ? { createdAt } : {}) }]
}

function jobOf(found: Found, names: readonly string[]): Found[] {
  const name = found.resource.name.replace('/functions/', '/jobs/')
  return names.includes(name) ? [{ ...found, resource: { ...found.resource, kind: JOB_KIND, name } }] : []
}

function groupByDeployment(found: readonly Found[], project: string): Deployment[] {
  const groups = new Map<string, Found[]>()
  for (const one of found) groups.set(one.deploymentId, [...(groups.get(one.deploymentId) ?? []), one])
  return [...groups].map(([id, members]) => ({
    id,
    provider: 'google',
    createdAt: new Date(members[0]?.createdAt ?? 0).toISOString(),
    account: project,
    ...(members[0]?.resource.region ? { region: members[0].resource.region } : {}),
    resources: members.map(({ resource }) => resource),
    targets: [],
  }))
}
