import { isColdstartError, messageOf } from '../../core/errors.ts'
import { networkChecks } from '../clock-skew.ts'
import type { Readiness, ReadinessCheck } from '../readiness.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { checkBuildAccount } from './check-build-account.ts'
import { findProject } from './find-project.ts'
import { findRegion } from './find-region.ts'
import { callGoogle, googleApis, NEEDED_SERVICES } from './google-api.ts'
import { neededPermissions } from './needed-permissions.ts'

type Step = (context: GoogleContext, project: string) => Promise<readonly ReadinessCheck[]>

/** What doctor says of Google Cloud: credentials, project and region each for itself, and what they let be asked. */
export async function checkGoogle(context: GoogleContext): Promise<Readiness> {
  const [credentials, project] = [await checkCredentials(context), await checkProject(context)]
  const { id, source } = await findRegion(context)
  const region: ReadinessCheck = { name: 'region', state: 'ok', found: `${id} (${source})` }
  const checks: ReadinessCheck[] = [credentials, project.check, region]
  if (credentials.state === 'ok' && project.id !== undefined)
    for (const step of [checkServices, checkPermissions, checkBuildAccount])
      checks.push(...(await tryStep(step, context, project.id)))
  const ready = checks.every(({ state }) => state !== 'problem')
  return { ready, checks, ...(project.id === undefined ? {} : { account: project.id }) }
}

async function checkCredentials(context: GoogleContext): Promise<ReadinessCheck> {
  const name = 'credentials'
  try {
    const { credentials, accessToken } = await context.identity()
    await accessToken()
    return { name, state: 'ok', found: credentials.source }
  } catch (error) {
    return problem(name, error)
  }
}

async function checkProject(
  context: GoogleContext,
): Promise<{ readonly check: ReadinessCheck; readonly id?: string }> {
  const name = 'project'
  try {
    const { id, source } = await findProject(context)
    return { id, check: { name, state: 'ok', found: `${id} (${source})` } }
  } catch (error) {
    return { check: problem(name, error) }
  }
}

async function tryStep(
  step: Step,
  context: GoogleContext,
  project: string,
): Promise<readonly ReadinessCheck[]> {
  return step(context, project).catch((error: unknown) => [problem('services', error)])
}

function problem(name: string, error: unknown): ReadinessCheck {
  if (!isColdstartError(error)) throw error
  return { name, state: 'problem', found: error.message, remedy: error.hint }
}

/** Which APIs are on; the reply's Date header gives the clock skew, its duration the round trip. */
const checkServices: Step = async (context, project) => {
  const needed = [...NEEDED_SERVICES, googleApis.scheduler]
  const path = `/v1/projects/${project}/services:batchGet`
  const names = needed.map((name) => `names=projects/${project}/services/${name}`).join('&')
  const { json, reply, refused } = await callGoogle(
    {
      api: 'serviceUsage',
      project,
      action: 'list the services that are on',
      method: 'GET',
      path: `${path}?${names}`,
      expect: ['PERMISSION_DENIED', 'NOT_FOUND'],
    },
    context,
  )
  const network = networkChecks(reply, context.clock.wallMs())
  if (refused)
    return [
      ...network,
      {
        name: 'services',
        state: 'warning',
        found: refused.message,
        remedy: enable(NEEDED_SERVICES, project),
      },
    ]
  const services = Array.isArray(json.services) ? json.services.filter(isRecord) : []
  const on = services
    .filter(({ state }) => state === 'ENABLED')
    .map(({ name }) => String(name).split('/').at(-1))
  const off = needed.filter((name) => !on.includes(name))
  return [...network, servicesCheck(off, project)]
}

function servicesCheck(off: readonly string[], project: string): ReadinessCheck {
  if (off.length === 0) return { name: 'services', state: 'ok', found: 'all needed APIs are on' }
  const onlyScheduler = off.every((name) => name === googleApis.scheduler)
  return {
    name: 'services',
    state: onlyScheduler ? 'warning' : 'problem',
    found: onlyScheduler ? `${off[0]} is off, needed for --schedule only` : `off: ${off.join(', ')}`,
    remedy: enable(off, project),
  }
}

function enable(names: readonly string[], project: string): string {
  return `gcloud services enable ${names.join(' ')} --project=${project}`
}

const checkPermissions: Step = async (context, project) => {
  try {
    const { json } = await callGoogle(
      {
        api: 'resourceManager',
        project,
        action: 'read the permissions',
        method: 'POST',
        path: `/v3/projects/${project}:testIamPermissions`,
        json: { permissions: neededPermissions },
        idempotent: true,
      },
      context,
    )
    const granted = Array.isArray(json.permissions) ? json.permissions : []
    const missing = neededPermissions.filter((permission) => !granted.includes(permission))
    if (missing.length === 0) return [{ name: 'permissions', state: 'ok', found: 'all that are needed' }]
    const remedy =
      'Ask for roles/cloudfunctions.developer, roles/run.admin and roles/iam.serviceAccountUser in the project.'
    return [{ name: 'permissions', state: 'problem', found: `missing: ${missing.join(', ')}`, remedy }]
  } catch (error) {
    if (!isColdstartError(error)) throw error
    const remedy = 'Nothing needs to be done: a deploy says what it lacks.'
    return [{ name: 'permissions', state: 'warning', found: `cannot be read: ${messageOf(error)}`, remedy }]
  }
}
