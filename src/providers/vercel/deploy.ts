import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { completeDeployment, movedTargets } from '../complete-deployment.ts'
import { factsOf, recipeOf } from '../prepare-once.ts'
import type { DeployPlan, DeploySpec } from '../provider.ts'
import { readHandle } from '../read-handle.ts'
import { deployedBefore, notEvictable, type RedeployingPlatform } from '../redeploy.ts'
import { DEFAULT_REGION, plannedTargets, previewOf, targetsOf } from './describe-deploy.ts'
import type { VercelCode } from './function-package.ts'
import { type VercelOptions, vercelOptions } from './options.ts'
import { createProject, PROJECT } from './project.ts'
import { publish, publishAs } from './publish.ts'
import { type VercelContext, vercelHandle } from './requests.ts'
import { setVariables } from './variables.ts'
import { openVercelApi, PERSONAL, readUserId, teamOf } from './vercel-api.ts'
import { vercelUrl } from './verify.ts'

/** A plan with the package that was made for it. */
export interface VercelPlan extends DeployPlan<VercelOptions> {
  readonly packed: VercelCode
}

/**
 * What a deploy will make. Reads the function's files, and one page of projects to see that the token serves.
 * @throws ColdstartError `cannot-deploy`, `no-credentials`, and those of the REST client
 */
export async function planVercel(
  spec: DeploySpec<VercelOptions>,
  context: VercelContext,
): Promise<VercelPlan> {
  const packed = await context.pack(spec)
  const api = await openVercelApi(context, spec.options.team)
  const query = { limit: 1 }
  await api.call({ action: 'list projects', method: 'GET', path: '/v10/projects', query })
  const deploymentId = `vercel-${spec.runId}-${randomName(8)}`
  return {
    spec,
    deploymentId,
    preview: { ...previewOf(spec, packed, api.credentials.team), package: factsOf(packed.code) },
    targets: plannedTargets(deploymentId, spec, packed),
    packed,
    measuredAt: vercelUrl('coldstart.vercel.app', '/', context),
  }
}

/** A project, one verified deployment in it, and one target a replica. */
export async function deployToVercel(
  { spec, deploymentId, packed }: VercelPlan,
  context: VercelContext,
): Promise<Deployment> {
  const api = await openVercelApi(context, spec.options.team)
  const [user, { team }] = [await readUserId(api), api.credentials]
  const begun: Deployment = {
    id: deploymentId,
    provider: 'vercel',
    createdAt: isoNow(context.clock),
    account: team ?? PERSONAL,
    identity: { ...(user && { user }), ...(team && { team }) },
    region: spec.region ?? DEFAULT_REGION,
    resources: [],
    targets: [],
    recipe: recipeOf(spec),
  }
  await context.ledger.begin(begun)
  const project = await createProject(spec, begun.id, api, context)
  context.deployed.set(begun.id, { spec, packed })
  await setVariables(spec.workload.variables, project, api)
  const published = await publish({ spec, project, deploymentId: begun.id, packed }, api, context)
  const made = {
    targets: targetsOf(begun.id, spec, published, context),
    packageSha256: packed.code.sha256,
  }
  return completeDeployment(begun, made, context)
}

/**
 * A new version of every function, so that none has an instance. It takes one deployment of the day's
 * quota. Previews get new addresses, which the ledger keeps.
 * @throws ColdstartError `remote-quota` when the day's deployments are used up
 */
export async function evictFromVercel(
  deployment: Deployment,
  context: VercelContext,
): Promise<readonly Target[]> {
  const [first] = deployment.targets
  const found = deployment.resources.find(({ kind }) => kind === PROJECT)
  if (!found || !first) throw notEvictable('Vercel', deployment.id)
  const { spec, packed } = await deployedBefore(REDEPLOYING, deployment, context)
  const api = await openVercelApi(context, teamOf(deployment))
  const project = { id: found.id ?? found.name, name: found.name }
  const { upload } = readHandle(vercelHandle, first)
  const request = { spec, project, deploymentId: deployment.id, packed }
  const published = await publishAs(upload, request, api, context)
  const targets = movedTargets(deployment.targets, targetsOf(deployment.id, spec, published, context))
  const packageSha256 = packed.code.sha256
  await completeDeployment(deployment, { targets: [...targets], packageSha256 }, context)
  return targets
}

/** They are the project's. */
const REDEPLOYING: RedeployingPlatform<VercelOptions> = {
  provider: 'Vercel',
  options: vercelOptions,
  keepsVariables: true,
}
