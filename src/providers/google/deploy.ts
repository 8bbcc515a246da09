import { isoNow } from '../../core/clock.ts'
import type { Deployment, Resource } from '../../core/deployment.ts'
import type { Target } from '../../core/target.ts'
import { openSource } from '../../workload/workload-source.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import { createFunction, type FunctionPlan } from './create-function.ts'
import { decideAccess } from './decide-access.ts'
import { type DeployPlan, planDeploy } from './deploy-plan.ts'
import { destroyDeployment, FUNCTION_KIND, JOB_KIND } from './destroy.ts'
import { evictService } from './evict.ts'
import { waitUntilCallable } from './invoke.ts'
import { makePackage } from './make-package.ts'
import { fullName, functionIdOf } from './names.ts'
import type { GoogleOptions } from './options.ts'
import { getService, parityOf } from './run-service.ts'
import { jobNameOf, scheduleCalls } from './schedule.ts'
import { uploadSource } from './upload-source.ts'

/**
 * Deploys one function a replica (functions are independent cold domains), each callable and each left with a
 * revision that has served nobody. The ledger has every name before the call that makes it.
 * @throws ColdstartError `cannot-deploy`, `google-*` and those of RestClient.call
 */
export async function deployFunctions(
  spec: DeploySpec<GoogleOptions>,
  context: ProviderContext,
): Promise<Deployment> {
  const workload = await openSource(spec.workload, {
    contract: 'google',
    exportName: spec.options.entryPoint,
    paddingKb: spec.paddingKb,
  })
  const plan = await planDeploy(spec, workload.exportName, context)
  const { zip, sha256 } = await makePackage(workload)
  const draft: Deployment = {
    id: plan.deploymentId,
    provider: 'google',
    createdAt: isoNow(context.clock),
    account: plan.project,
    region: plan.region,
    resources: [],
    targets: [],
    packageSha256: sha256,
  }
  await context.ledger.begin(draft)
  const making: Making = { plan, zip, announced: [] }
  try {
    const replicas = Array.from({ length: spec.replicas }, (_, replica) =>
      deployReplica(making, replica, context),
    )
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
  readonly plan: DeployPlan
  readonly zip: Uint8Array
  /** What may exist by now, in order. */
  readonly announced: Resource[]
}

interface Replica {
  readonly resources: readonly Resource[]
  readonly target: Target
}

async function deployReplica(making: Making, replica: number, context: ProviderContext): Promise<Replica> {
  const { plan, zip } = making
  const { project, region, deploymentId, spec } = plan
  const name = { project, region, id: functionIdOf(deploymentId, replica) }
  const storageSource = await uploadSource(zip, name, context)
  const owned = { kind: FUNCTION_KIND, name: fullName(name), region, owned: true }
  await announce(owned, making, context)
  const functionPlan: FunctionPlan = { ...plan.function, name, deploymentId, storageSource }
  const deployed = await createFunction(functionPlan, context)
  const resource = { ...owned, id: deployed.service }
  await context.ledger.created(deploymentId, resource)

  const scheduled = spec.schedule !== undefined
  const invoker = await decideAccess(deployed, spec.options.invoker, scheduled, context)
  const resources: Resource[] = [resource]
  if (spec.schedule) {
    const job = { kind: JOB_KIND, name: jobNameOf(name), region, owned: true }
    await announce(job, making, context)
    await scheduleCalls({ ...deployed, name, schedule: spec.schedule, invoker }, context)
    await context.ledger.created(deploymentId, job)
    resources.push(job)
  }
  await waitUntilCallable({ url: deployed.url, details: { invoker } }, context)
  await evictService(deployed.service, context)
  const parity = parityOf(await getService(deployed.service, context))
  const details = { service: deployed.service, invoker, concurrency: 1, ...parity }
  return {
    resources,
    target: { ...plan.targetOf(replica), url: deployed.url, functionName: name.id, details },
  }
}

async function announce(resource: Resource, { plan, announced }: Making, context: ProviderContext) {
  await context.ledger.creating(plan.deploymentId, resource)
  announced.push(resource)
}

/** After an interrupt nothing more is called: the ledger has it for `destroy`. */
async function takeDownAgain(begun: Deployment, context: ProviderContext): Promise<void> {
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
