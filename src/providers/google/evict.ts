import type { Deployment } from '../../core/deployment.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { readHandle } from '../read-handle.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle } from './google-api.ts'
import { googleHandle } from './invoke.ts'
import { fullName, partsOf } from './names.ts'
import { REVISION_VARIABLE, replaceRevision } from './run-service.ts'
import { waitForOperation } from './wait-for-operation.ts'

/**
 * Forces the next invocation of every function of a deployment cold, by a new revision each.
 * @throws ColdstartError `google-operation` and those of callGoogle
 */
export async function evictDeployment(
  deployment: Deployment,
  context: GoogleContext,
): Promise<readonly Target[]> {
  const services = deployment.targets.map((target) => readHandle(googleHandle, target).service)
  const results = await Promise.allSettled(services.map((service) => evictService(service, context)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return deployment.targets
}

/**
 * One service: its Cloud Run revision where that may be changed (no build), else the function's configuration.
 * @param service `projects/p/locations/r/services/s`
 */
export async function evictService(service: string, context: GoogleContext): Promise<void> {
  const mark = randomName(8)
  if (await replaceRevision(service, mark, context)) return
  const name = partsOf(service)
  const action = `reconfigure ${name.id}`
  const function_ = {
    api: 'functions',
    project: name.project,
    action,
    path: `/v2/${fullName(name)}`,
  } as const
  const variables = variablesOf((await callGoogle({ ...function_, method: 'GET' }, context)).json)
  const { json } = await callGoogle(
    {
      ...function_,
      method: 'PATCH',
      query: { updateMask: 'serviceConfig.environmentVariables' },
      json: { serviceConfig: { environmentVariables: { ...variables, [REVISION_VARIABLE]: mark } } },
      secrets: Object.values(variables),
      idempotent: true,
    },
    context,
  )
  await waitForOperation({ api: 'functions', project: name.project, action, operation: json }, context)
}

/** The map of a PATCH takes the place of the one that is there, so that all of it goes with the mark. */
function variablesOf({ serviceConfig }: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { environmentVariables } = isRecord(serviceConfig) ? serviceConfig : {}
  return (isRecord(environmentVariables) ? environmentVariables : {}) as Readonly<Record<string, string>>
}
