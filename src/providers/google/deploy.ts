import { isoNow } from '../../core/clock.ts'
import type { Deployment, Resource } from '../../core/deployment.ts'
import type { Target } from '../../core/target.ts'
import type { PlannedTarget } from '../provider.ts'
import type { GoogleContext } from './authenticate.ts'
import { createFunction, type DeployedFunction, type FunctionPlan } from './create-function.ts'
import { decideAccess } from './decide-access.ts'
import type { GooglePlan } from './deploy-plan.ts'
import { destroyDeployment, FUNCTION_KIND, JOB_KIND } from './destroy.ts'
import { evictService } from './evict.ts'
import { waitUntilCallable } from './invoke.ts'
import { type FunctionName, fullName } from './names.ts'
import { getService, parityOf } from './run-service.ts'
import { jobNameOf, scheduleCalls } from './schedule.ts'
import { uploadSource } from './upload-source.ts'
import { waitUntilOwnAnswers } from './wait-until-own-answers.ts'

/**
 * Deploys one function a replica (functions are independent cold domains), each callable and each left with a
 * revision that has served nobody. The ledger has every name before the call that makes it.
 * @throws ColdstartError `cannot-deploy`, `google-*` and those of RestClient.call
 */
export async function deployFunctions(plan: GooglePlan, context: GoogleContext): Promise<Deployment> {
  const draft: Deployment = {
    id: plan.deploymentId,
    provider: 'google',
    createdAt: isoNow(context.clock),
    account: plan.project,
    identity: { project: plan.project },
    region: plan.region,
    resources: [],
    targets: [],
    packageSha256: plan.pack.sha256,
  }
  await context.ledger.begin(draft)
  const making: Making = { plan, announced: [] }
  try {
    const replicas = plan.targets.map((target) => deployReplica(making, target, context))
    const made = await allOrFirstError(replicas)
    const resources = made.flatMap((one) => one.resources)
    const deployment = { ...draft, resources, targets: made.map(({ target }) => target) }
    await context.ledger.ready(deployment)
    return deployment
  } catch (error) {
    await takeDownAgain({ ...draft, resources: making.announced }, context)
    throw error
  }
}

interface Making {
  readonly plan: GooglePlan
  /** What may exist by now, in order. */
  readonly announced: Resource[]
}

interface Replica {
  readonly resources: readonly Resource[]
  readonly target: Target
}

async function deployReplica(
  making: Making,
  target: PlannedTarget,
  context: GoogleContext,
): Promise<Replica> {
  const { plan } = making
  const { project, region, spec } = plan
  const name = { project, region, id: target.functionName ?? '' }
  const { deployed, resource } = await createOne(making, name, context)
  const scheduled = spec.schedule !== undefined
  const invoker = await decideAccess(deployed, spec.options.invoker, scheduled, context)
  const job = await createJob(making, { ...deployed, name, invoker }, context)
  const handle = { invoker, ...(plan.isEvent && { event: true }) }
  const callable = { url: deployed.url, handle }
  if ('file' in spec.workload) await waitUntilOwnAnswers(callable, spec.workload.request, context)
  else await waitUntilCallable(callable, context)
  await evictService(deployed.service, context)
  const parity = parityOf(await getService(deployed.service, context))
  return {
    resources: [resource, ...job],
    target: {
      ...target,
      url: deployed.url,
      facts: { parity: { concurrencyPerInstance: 1, ...parity } },
      handle: { service: deployed.service, ...handle },
    },
  }
}

/** One function, in the ledger before and after it is made. */
async function createOne(
  making: Making,
  name: FunctionName,
  context: GoogleContext,
): Promise<{ readonly deployed: DeployedFunction; readonly resource: Resource }> {
  const { region, deploymentId, pack, function: asPlanned } = making.plan
  const storageSource = await uploadSource(pack.zip, name, context)
  const owned = { kind: FUNCTION_KIND, name: fullName(name), region, owned: true }
  await announce(owned, making, context)
  const { buildVariables } = pack
  const functionPlan: FunctionPlan = {
    ...asPlanned,
    name,
    deploymentId,
    storageSource,
    ...(buildVariables && { buildVariables }),
  }
  const deployed = await createFunction(functionPlan, context)
  const resource = { ...owned, id: deployed.service }
  await context.ledger.created(deploymentId, resource)
  return { deployed, resource }
}

/** The scheduler's job, where the function is to be called on a schedule. */
async function createJob(
  making: Making,
  called: Omit<Parameters<typeof scheduleCalls>[0], 'schedule'>,
  context: GoogleContext,
): Promise<Resource[]> {
  const { region, deploymentId, spec } = making.plan
  if (!spec.schedule) return []
  const job = { kind: JOB_KIND, name: jobNameOf(called.name), region, owned: true }
  await announce(job, making, context)
  await scheduleCalls({ ...called, schedule: spec.schedule }, context)
  await context.ledger.created(deploymentId, job)
  return [job]
}

async function announce(resource: Resource, { plan, announced }: Making, context: GoogleContext) {
  await context.ledger.creating(plan.deploymentId, resource)
  announced.push(resource)
}

/** After an interrupt nothing more is called: the ledger has it for `destroy`. */
async function takeDownAgain(begun: Deployment, context: GoogleContext): Promise<void> {
  await destroyDeployment(begun, context).catch(() => {
    context.logger.warn('Not everything that was made could be taken down: run coldstart destroy.')
  })
}

/** Waits for all even when one fails: what is still being made must not outlive the call unseen. */
async function allOrFirstError<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises)
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}
