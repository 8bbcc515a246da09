import { ColdstartError } from '../../core/errors.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle } from './google-api.ts'
import { MAX_INSTANCES } from './limits.ts'
import { DEPLOYMENT_LABEL, type FunctionName, fullName } from './names.ts'
import { untilNotBusy } from './until-not-busy.ts'
import { waitForOperation } from './wait-for-operation.ts'

const READY_WITHIN_MS = 20 * 60_000

/** A function that is to be created. */
export interface FunctionPlan {
  readonly name: FunctionName
  readonly deploymentId: string
  /** `nodejs22`, `python314` */
  readonly runtime: string
  readonly memoryMb: number
  readonly cpu?: number
  readonly serviceAccount?: string
  readonly buildServiceAccount?: string
  readonly entryPoint: string
  readonly timeoutSeconds: number
  readonly variables: Readonly<Record<string, string>>
  /** Of the build alone. */
  readonly buildVariables?: Readonly<Record<string, string>>
  /** From uploadSource. */
  readonly storageSource: Readonly<Record<string, unknown>>
}

/** A deployed function as Google describes it. */
export interface DeployedFunction {
  readonly url: string
  /** `projects/p/locations/r/services/s`, the Cloud Run service behind it. */
  readonly service: string
  readonly serviceAccount?: string
}

/**
 * Creates a second-generation function and waits until it is active.
 * Request: Function in google/cloud/functions/v2/functions.proto.
 * @throws ColdstartError `google-operation` when the build or the rollout failed, and those of callGoogle
 */
export async function createFunction(plan: FunctionPlan, context: GoogleContext): Promise<DeployedFunction> {
  const { project, region, id } = plan.name
  const action = `deploy ${id}`
  const { json, refused } = await untilNotBusy(action, context, () =>
    callGoogle(
      {
        api: 'functions',
        project,
        action,
        method: 'POST',
        path: `/v2/projects/${project}/locations/${region}/functions`,
        query: { functionId: id },
        json: functionBody(plan),
        // The name is random, so a second try meets our own function at worst.
        idempotent: true,
        secrets: Object.values(plan.variables),
        expect: ['ALREADY_EXISTS', 'ABORTED'],
      },
      context,
    ),
  )
  if (!refused) await waitForOperation({ api: 'functions', project, action, operation: json }, context)
  return readyFunction(plan, action, context)
}

function functionBody(plan: FunctionPlan): object {
  return {
    name: fullName(plan.name),
    description: 'Made by coldstart to measure cold starts; coldstart destroy removes it.',
    environment: 'GEN_2',
    labels: { [DEPLOYMENT_LABEL]: plan.deploymentId },
    buildConfig: {
      runtime: plan.runtime,
      entryPoint: plan.entryPoint,
      source: { storageSource: plan.storageSource },
      ...(plan.buildVariables ? { environmentVariables: plan.buildVariables } : {}),
      ...(plan.buildServiceAccount
        ? { serviceAccount: `projects/${plan.name.project}/serviceAccounts/${plan.buildServiceAccount}` }
        : {}),
    },
    serviceConfig: {
      availableMemory: `${plan.memoryMb}M`,
      ...(plan.cpu ? { availableCpu: String(plan.cpu) } : {}),
      timeoutSeconds: plan.timeoutSeconds,
      ...(Object.keys(plan.variables).length > 0 ? { environmentVariables: plan.variables } : {}),
      minInstanceCount: 0,
      maxInstanceCount: MAX_INSTANCES,
      maxInstanceRequestConcurrency: 1,
      ingressSettings: 'ALLOW_ALL',
      allTrafficOnLatestRevision: true,
      ...(plan.serviceAccount ? { serviceAccountEmail: plan.serviceAccount } : {}),
    },
  }
}

/** Also follows a create whose reply was lost: then there is no operation to ask about, only the function. */
async function readyFunction(
  { name, deploymentId }: FunctionPlan,
  action: string,
  context: GoogleContext,
): Promise<DeployedFunction> {
  const request = { api: 'functions', project: name.project, action, method: 'GET' } as const
  const startedMs = context.clock.monotonicMs()
  for (;;) {
    if (context.clock.monotonicMs() - startedMs > READY_WITHIN_MS)
      throw new ColdstartError('google-operation', { action, reason: 'it was not active after 20 minutes' })
    const { json } = await callGoogle({ ...request, path: `/v2/${fullName(name)}` }, context)
    const labels = isRecord(json.labels) ? json.labels : {}
    if (labels[DEPLOYMENT_LABEL] !== deploymentId)
      throw new ColdstartError('google-operation', { action, reason: 'another function has that name' })
    if (json.state === 'FAILED')
      throw new ColdstartError('google-operation', { action, reason: stateWords(json) })
    if (json.state === 'ACTIVE') return readFunction(json, action)
    await context.clock.sleep(3000, context.signal)
  }
}

function readFunction(json: Readonly<Record<string, unknown>>, action: string): DeployedFunction {
  const config = isRecord(json.serviceConfig) ? json.serviceConfig : {}
  const url = config.uri ?? json.url
  if (typeof url !== 'string' || typeof config.service !== 'string')
    throw new ColdstartError('google-operation', { action, reason: 'it is active but has no address' })
  const account = config.serviceAccountEmail
  return { url, service: config.service, ...(typeof account === 'string' ? { serviceAccount: account } : {}) }
}

function stateWords(json: Readonly<Record<string, unknown>>): string {
  const messages = Array.isArray(json.stateMessages) ? json.stateMessages.filter(isRecord) : []
  const words = messages.map(({ message }) => String(message)).join(' ')
  return words.slice(0, 500) || 'its state is FAILED'
}
