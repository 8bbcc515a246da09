import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { completeDeployment, movedTargets } from '../complete-deployment.ts'
import type {
  DeployPlan,
  DeployPreview,
  DeploySpec,
  PlannedTarget,
  ProviderContext,
  UsualTarget,
} from '../provider.ts'
import { readHandle } from '../read-handle.ts'
import { targetIds } from '../target-ids.ts'
import { makeVercelPackage, type VercelPackage } from './function-package.ts'
import { vercelLimits } from './limits.ts'
import { type VercelOptions, vercelOptions } from './options.ts'
import { createProject, PROJECT } from './project.ts'
import { type Published, publish, publishAs } from './publish.ts'
import { refuseImpossible } from './refuse-impossible.ts'
import { vercelHandle } from './requests.ts'
import { openVercelApi, PERSONAL, readUserId, teamOf } from './vercel-api.ts'
import { vercelUrl } from './verify.ts'

/** Where new projects run unless told otherwise. */
const DEFAULT_REGION = 'iad1'
/** Twelve functions, one of which is the copy to verify. */
const MOST_HOBBY_REPLICAS = 11

/**
 * What a deploy will make. Reads the function's files, and one page of projects to see that the token serves.
 * @throws ColdstartError `cannot-deploy`, `no-credentials`, and those of the REST client
 */
export async function planVercel(
  spec: DeploySpec<VercelOptions>,
  context: ProviderContext,
): Promise<DeployPlan<VercelOptions>> {
  const wallMs = context.clock.wallMs()
  refuseImpossible(spec, wallMs)
  const made = await makeVercelPackage(spec, 'planned', wallMs)
  const api = await openVercelApi(context, spec.options.team)
  const query = { limit: 1 }
  await api.call({ action: 'list projects', method: 'GET', path: '/v10/projects', query })
  const deploymentId = `vercel-${spec.runId}-${randomName(4)}`
  return {
    spec,
    deploymentId,
    preview: previewOf(spec, api.credentials.team),
    targets: plannedTargets(deploymentId, spec, made),
    measuredAt: vercelUrl('coldstart.vercel.app', '/', context),
  }
}

/** The size is the platform's own where none is asked for: one, on every plan. */
export function usualOnVercel({
  options,
  memoryMb = vercelLimits.memory.defaultMb,
}: Pick<DeploySpec<VercelOptions>, 'options' | 'memoryMb'>): UsualTarget {
  return { memoryMb, facts: { parity: { stage: options.environment } } }
}

/** A project, one verified deployment in it, and one target a replica. */
export async function deployToVercel(
  { spec, deploymentId }: DeployPlan<VercelOptions>,
  context: ProviderContext,
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
    recipe: { ...spec },
  }
  await context.ledger.begin(begun)
  const project = await createProject(spec, begun.id, api, context)
  const published = await publish({ spec, project, deploymentId: begun.id }, api, context)
  const made = {
    targets: targetsOf(begun.id, spec, published, context),
    packageSha256: published.made.sha256,
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
  context: ProviderContext,
): Promise<readonly Target[]> {
  const recipe = deployment.recipe as unknown as DeploySpec<VercelOptions>
  const spec = { ...recipe, options: vercelOptions.parse(recipe.options) }
  const [first] = deployment.targets
  const found = deployment.resources.find(({ kind }) => kind === PROJECT)
  if (!found || !first) throw notEvictable(deployment.id)
  const api = await openVercelApi(context, teamOf(deployment))
  const project = { id: found.id ?? found.name, name: found.name }
  const { upload } = readHandle(vercelHandle, first)
  const request = { spec, project, deploymentId: deployment.id }
  const published = await publishAs(upload, request, api, context)
  const targets = movedTargets(deployment.targets, targetsOf(deployment.id, spec, published, context))
  await completeDeployment(
    deployment,
    { targets: [...targets], packageSha256: published.made.sha256 },
    context,
  )
  return targets
}

function previewOf(spec: DeploySpec<VercelOptions>, team: string | undefined): DeployPreview {
  const functions = spec.replicas === 1 ? 'one function' : `${spec.replicas} functions`
  const schedule = spec.schedule ? [`cron job ${spec.schedule} (UTC)`] : []
  return {
    provider: 'Vercel',
    account: team ?? PERSONAL,
    region: spec.region ?? DEFAULT_REGION,
    creates: [
      'project coldstart-… without deployment protection',
      `${spec.options.environment} deployment with ${functions} and one to verify it`,
      ...schedule,
    ],
    cost: 'one deployment of 100 a day (Hobby) now, and one more for every forced cold start',
    ...(spec.replicas > MOST_HOBBY_REPLICAS
      ? { notes: [`Hobby takes ${MOST_HOBBY_REPLICAS} replicas in a deployment, and this has more`] }
      : {}),
  }
}

function targetsOf(
  deployment: string,
  spec: DeploySpec<VercelOptions>,
  { host, upload, access, made }: Published,
  context: ProviderContext,
): Target[] {
  return plannedTargets(deployment, spec, made).map((target) => ({
    ...target,
    url: vercelUrl(host, `/api/${target.functionName}`, context),
    handle: { upload, access },
  }))
}

function plannedTargets(
  deployment: string,
  spec: DeploySpec<VercelOptions>,
  made: VercelPackage,
): PlannedTarget[] {
  const { environment, fluid, maxConcurrency } = spec.options
  const { memoryMb, facts } = usualOnVercel(spec)
  const parts = ['vercel', environment === 'preview' ? environment : undefined, spec.region]
  const ids = targetIds(parts, spec.replicas)
  const group = parts.filter((part) => part !== undefined).join('/')
  return made.functions.map((functionName, replica) => ({
    id: ids[replica] ?? group,
    provider: 'vercel',
    platform: 'cloud' as const,
    deployment,
    functionName,
    region: spec.region ?? DEFAULT_REGION,
    ...(memoryMb === undefined ? {} : { memoryMb }),
    runtime: `nodejs${made.nodeVersion}`,
    replica: replica + 1,
    group,
    facts: {
      parity: {
        ...facts?.parity,
        concurrencyPerInstance: maxConcurrency ?? 'platform default',
        own: { 'Fluid compute': fluid ?? 'platform default', 'handler form': spec.options.handler },
      },
    },
  }))
}

function notEvictable(id: string): ColdstartError {
  const reason = `the ledger has no complete deployment ${id} to make a new version of`
  return new ColdstartError('cannot-deploy', { provider: 'Vercel', reason })
}
