import { ColdstartError } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import type { DeployPreview, DeploySpec, ProviderContext } from '../provider.ts'
import { targetIds } from '../target-ids.ts'
import type { FunctionPlan } from './create-function.ts'
import { findProject } from './find-project.ts'
import { fullName, functionIdOf, newDeploymentId } from './names.ts'
import type { GoogleOptions } from './options.ts'
import { jobNameOf } from './schedule.ts'

const DEFAULT_REGION = 'us-central1'
const DEFAULT_RUNTIME = 'nodejs22'
const DEFAULT_MEMORY_MB = 256

/** A spec with every default filled in; makes nothing. */
export interface DeployPlan {
  readonly spec: DeploySpec<GoogleOptions>
  readonly project: string
  readonly region: string
  readonly deploymentId: string
  readonly function: Omit<FunctionPlan, 'name' | 'deploymentId' | 'storageSource'>
  /** What is known of a target before it exists. */
  readonly targetOf: (replica: number) => Omit<Target, 'url'>
}

/**
 * @param entryPoint what the function's module exports
 * @throws ColdstartError `google-project`, `cannot-deploy` for a runtime that Google has not */
export async function planDeploy(
  spec: DeploySpec<GoogleOptions>,
  entryPoint: string,
  context: ProviderContext,
): Promise<DeployPlan> {
  const { id: project } = await findProject(context, spec.options.project)
  const region = spec.region ?? defaultRegion(context)
  const runtime = runtimeOf(spec.runtime)
  const memoryMb = spec.memoryMb ?? DEFAULT_MEMORY_MB
  if (spec.architecture && spec.architecture !== 'x86_64')
    context.logger.warn(`google: functions run on x86_64 only; ${spec.architecture} is left out`)
  const deploymentId = newDeploymentId(spec.runId)
  const { cpu, serviceAccount } = spec.options
  const parts = ['google', spec.region, spec.memoryMb && `${spec.memoryMb}MB`, spec.runtime]
  const named = parts.filter((part) => typeof part === 'string')
  const group = named.join('/')
  const ids = targetIds(named, spec.replicas)
  return {
    spec,
    project,
    region,
    deploymentId,
    function: {
      runtime,
      memoryMb,
      entryPoint,
      ...(cpu ? { cpu } : {}),
      ...(serviceAccount ? { serviceAccount } : {}),
    },
    targetOf: (replica) => ({
      id: ids[replica] ?? group,
      provider: 'google',
      platform: 'cloud',
      deployment: deploymentId,
      region,
      memoryMb,
      runtime,
      architecture: 'x86_64',
      replica: replica + 1,
      group,
    }),
  }
}

/** What the user agrees to before anything is made. @throws ColdstartError as planDeploy */
export async function previewDeploy(
  spec: DeploySpec<GoogleOptions>,
  context: ProviderContext,
): Promise<DeployPreview> {
  const plan = await planDeploy(spec, spec.options.entryPoint, context)
  const names = Array.from({ length: spec.replicas }, (_, replica) => ({
    project: plan.project,
    region: plan.region,
    id: functionIdOf(plan.deploymentId, replica).replace(/-[^-]+-(\d+)$/, '-…-$1'),
  }))
  return {
    provider: 'google',
    account: `project ${plan.project}`,
    region: plan.region,
    creates: names.flatMap((name) => [
      `function ${fullName(name)} (${plan.function.runtime}, ${plan.function.memoryMb} MB)`,
      ...(spec.schedule ? [`Cloud Scheduler job ${jobNameOf(name)} (${spec.schedule} UTC)`] : []),
    ]),
    cost: 'nothing until it is invoked, beyond the Cloud Build minutes of each function',
    notes: [
      'Anybody who knows the address may call the functions until they are destroyed, unless the organisation forbids it.',
      'Google keeps the built images (gcf-artifacts) and source zips after the functions are gone.',
    ],
  }
}

export function defaultRegion(context: ProviderContext): string {
  return context.env.CLOUDSDK_FUNCTIONS_REGION || context.env.GOOGLE_CLOUD_REGION || DEFAULT_REGION
}

/** `nodejs22`, also written `nodejs22.x`, `node22` or `22`. */
function runtimeOf(wanted: string | undefined): string {
  if (!wanted) return DEFAULT_RUNTIME
  const version = /^(?:node(?:js)?)?(\d+)(?:\.x)?$/.exec(wanted)?.[1]
  if (version) return `nodejs${version}`
  const hint = 'Google names its Node runtimes nodejs20, nodejs22, nodejs24.'
  throw new ColdstartError('cannot-deploy', {
    provider: 'google',
    reason: `there is no runtime "${wanted}"`,
    hint,
  })
}
