import { allOrProblems } from '../../core/all-or-problems.ts'
import { isColdstartError } from '../../core/errors.ts'
import { aboutWrapper } from '../entry-module.ts'
import type { DeployPlan, DeployPreview, DeploySpec, PlannedTarget, ProviderContext } from '../provider.ts'
import { targetIds } from '../target-ids.ts'
import type { GoogleContext } from './authenticate.ts'
import type { FunctionPlan } from './create-function.ts'
import { findProject } from './find-project.ts'
import { findRegion } from './find-region.ts'
import { callGoogle } from './google-api.ts'
import { googleLimits } from './limits.ts'
import type { FunctionPackage } from './make-package.ts'
import { fullName, functionIdOf, newDeploymentId } from './names.ts'
import type { GoogleOptions } from './options.ts'
import { refuseImpossible, refuseRegion, runtimeOf, timeoutOf } from './refuse-impossible.ts'
import { jobNameOf } from './schedule.ts'

/** A spec with every default filled in. */
export interface DeployDescription extends DeployPlan<GoogleOptions> {
  readonly project: string
  readonly region: string
  /** Where the region was found. */
  readonly regionFrom: string
  readonly function: Omit<FunctionPlan, 'name' | 'deploymentId' | 'storageSource'>
}

/** What a deploy to Google makes. */
export interface GooglePlan extends DeployDescription {
  readonly pack: FunctionPackage
  /** The function takes events in place of requests. */
  readonly isEvent: boolean
}

/**
 * What a deploy will make. Asks Google for a token and for the first function, which is not there yet: that shows a
 * switched-off API, a missing permission and an unknown region before anything is made.
 * @throws ColdstartError `google-project`, `google-credentials`, `google-api-disabled`, `cannot-deploy`
 */
export async function planDeploy(
  spec: DeploySpec<GoogleOptions>,
  context: GoogleContext,
): Promise<GooglePlan> {
  const { pack, entryPoint, isEvent } = await context.pack(spec)
  const described = await describeDeploy(spec, entryPoint, context).catch(async (error: unknown) => {
    // Without a project, credentials are looked for all the same, so that both are said at once.
    const lacks = isColdstartError(error) && error.code === 'google-project'
    const token = lacks ? context.identity().then(({ accessToken }) => accessToken()) : Promise.resolve('')
    await allOrProblems([Promise.reject(error), token])
    throw error
  })
  const description = { ...described, preview: { ...described.preview, package: pack.facts } }
  const { project, region, deploymentId } = description
  const name = { project, region, id: functionIdOf(deploymentId, 0) }
  const look = { project, action: 'look at the functions', method: 'GET', expect: ['NOT_FOUND'] } as const
  await callGoogle({ ...look, api: 'functions', path: `/v2/${fullName(name)}` }, context)
  const measuredAt = context.baseUrls['run.app'] ?? 'https://coldstart.a.run.app/'
  return { ...description, pack, isEvent, measuredAt }
}

/**
 * What can be said without asking Google anything.
 * @param entryPoint what the function's module exports
 * @throws ColdstartError `google-project`, `cannot-deploy` for a runtime or architecture that Google has not
 */
export async function describeDeploy(
  spec: DeploySpec<GoogleOptions>,
  entryPoint: string,
  context: ProviderContext,
): Promise<DeployDescription> {
  const wallMs = context.clock.wallMs()
  refuseImpossible(spec, wallMs)
  const runtime = runtimeOf(spec.runtime, spec.workload, wallMs)
  const { id: project } = await findProject(context, spec.options.project)
  const { id: region, source: regionFrom } = await findRegion(context, spec.region)
  refuseRegion(region, regionFrom)
  const memoryMb = memoryOf(spec)
  const { cpu, serviceAccount, buildServiceAccount } = spec.options
  const described = {
    spec,
    project,
    region,
    regionFrom,
    deploymentId: newDeploymentId(spec.runId),
    function: {
      runtime,
      memoryMb,
      entryPoint,
      timeoutSeconds: timeoutOf(spec),
      variables: spec.workload.variables ?? {},
      ...(cpu ? { cpu } : {}),
      ...(serviceAccount ? { serviceAccount } : {}),
      ...(buildServiceAccount ? { buildServiceAccount } : {}),
    },
  }
  return { ...described, targets: targetsOf(described), preview: previewOf(described) }
}

type Described = Omit<DeployDescription, 'targets' | 'preview'>

function targetsOf({ spec, region, deploymentId, function: settings }: Described): PlannedTarget[] {
  const parts = ['google', spec.region, spec.memoryMb && `${spec.memoryMb}MB`, spec.runtime]
  const named = parts.filter((part) => typeof part === 'string')
  const group = named.join('/')
  return targetIds(named, spec.replicas).map((id, replica) => ({
    id,
    provider: 'google',
    platform: 'cloud',
    deployment: deploymentId,
    functionName: functionIdOf(deploymentId, replica),
    region,
    memoryMb: settings.memoryMb,
    runtime: settings.runtime,
    architecture: 'x86_64',
    replica: replica + 1,
    group,
  }))
}

function previewOf({
  spec,
  project,
  region,
  regionFrom,
  deploymentId,
  function: settings,
}: Described): DeployPreview {
  const names = Array.from({ length: spec.replicas }, (_, replica) => ({
    project,
    region,
    id: functionIdOf(deploymentId, replica).replace(/-[^-]+-(\d+)$/, '-…-$1'),
  }))
  return {
    provider: 'google',
    account: `project ${project}`,
    region,
    creates: names.flatMap((name) => [
      `function ${fullName(name)} (${settings.runtime}, ${settings.memoryMb} MB)`,
      ...(spec.schedule ? [`Cloud Scheduler job ${jobNameOf(name)} (${spec.schedule} UTC)`] : []),
    ]),
    cost: 'nothing until it is invoked, beyond the Cloud Build minutes of each function',
    notes: [
      ...aboutWrapper(spec),
      ...(spec.region === undefined ? [`The region ${region} is from ${regionFrom}`] : []),
      'Anybody who knows the address may call the functions until they are destroyed, unless the organisation forbids it.',
      'Google keeps the built images (gcf-artifacts) and source zips after the functions are gone.',
    ],
  }
}

/** What a function of these settings has, MB. */
export function memoryOf({
  memoryMb,
  equalMemoryMb,
}: Pick<DeploySpec<GoogleOptions>, 'memoryMb' | 'equalMemoryMb'>): number {
  return memoryMb ?? equalMemoryMb ?? googleLimits.memory.defaultMb
}
