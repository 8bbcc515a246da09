import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { completeDeployment, movedTargets } from '../current-targets.ts'
import type { DeployPreview, DeploySpec, ProviderContext } from '../provider.ts'
import { targetIds } from '../target-ids.ts'
import { type VercelOptions, vercelOptions } from './options.ts'
import { createProject, PROJECT } from './project.ts'
import { type Published, publish, publishAs } from './publish.ts'
import { refuseImpossible } from './refuse-impossible.ts'
import { openVercelApi } from './vercel-api.ts'
import { vercelUrl } from './verify.ts'

const PERSONAL = 'personal account'
/** Where new projects run unless told otherwise. */
const DEFAULT_REGION = 'iad1'
/** Twelve functions, one of which is the copy to verify. */
const MOST_HOBBY_REPLICAS = 11

/** A project, one verified deployment in it, and one target a replica. */
export async function deployToVercel(
  spec: DeploySpec<VercelOptions>,
  context: ProviderContext,
): Promise<Deployment> {
  refuseImpossible(spec)
  const api = await openVercelApi(context, spec.options.team)
  const begun: Deployment = {
    id: `vercel-${spec.runId}-${randomName(4)}`,
    provider: 'vercel',
    createdAt: isoNow(context.clock),
    account: api.credentials.team ?? PERSONAL,
    region: spec.region ?? DEFAULT_REGION,
    resources: [],
    targets: [],
    recipe: { ...spec },
  }
  await context.ledger.begin(begun)
  const project = await createProject(spec, begun.id, api, context)
  const published = await publish({ spec, project, deploymentId: begun.id }, api, context)
  return finish(begun, spec, published, context)
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
  const upload = first.details?.upload === 'source' ? 'source' : 'prebuilt'
  const request = { spec, project, deploymentId: deployment.id }
  const published = await publishAs(upload, request, api, context)
  const made = await finish(deployment, spec, published, context)
  return movedTargets(deployment.targets, made.targets)
}

/** What `deploy` would make. */
export async function previewVercel(
  spec: DeploySpec<VercelOptions>,
  context: ProviderContext,
): Promise<DeployPreview> {
  refuseImpossible(spec)
  const { credentials } = await openVercelApi(context, spec.options.team)
  const functions = spec.replicas === 1 ? 'one function' : `${spec.replicas} functions`
  const schedule = spec.schedule ? [`cron job ${spec.schedule} (UTC)`] : []
  return {
    provider: 'Vercel',
    account: credentials.team ?? PERSONAL,
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

/** The team of a deployment's account; null is the personal account. */
export function teamOf(deployment: Deployment): string | null {
  return deployment.account === undefined || deployment.account === PERSONAL ? null : deployment.account
}

function finish(
  deployment: Deployment,
  spec: DeploySpec<VercelOptions>,
  published: Published,
  context: ProviderContext,
): Promise<Deployment> {
  const targets = targetsOf(deployment.id, spec, published, context)
  return completeDeployment(deployment, { targets, packageSha256: published.made.sha256 }, context)
}

function targetsOf(
  deployment: string,
  spec: DeploySpec<VercelOptions>,
  { host, upload, access, made }: Published,
  context: ProviderContext,
): Target[] {
  const { environment, fluid, maxConcurrency } = spec.options
  const parts = ['vercel', environment === 'preview' ? environment : undefined, spec.region]
  const ids = targetIds(parts, spec.replicas)
  const group = parts.filter((part) => part !== undefined).join('/')
  return made.functions.map((functionName, replica) => ({
    id: ids[replica] ?? group,
    provider: 'vercel',
    platform: 'cloud' as const,
    url: vercelUrl(host, `/api/${functionName}`, context),
    deployment,
    functionName,
    region: spec.region ?? DEFAULT_REGION,
    ...(spec.memoryMb === undefined ? {} : { memoryMb: spec.memoryMb }),
    runtime: `nodejs${made.nodeVersion}`,
    replica: replica + 1,
    group,
    details: {
      environment,
      fluid: fluid ?? 'platform default',
      maxConcurrency: maxConcurrency ?? 'platform default',
      upload,
      access,
      handlerForm: spec.options.handler,
    },
  }))
}

function notEvictable(id: string): ColdstartError {
  const reason = `the ledger has no complete deployment ${id} to make a new version of`
  return new ColdstartError('cannot-deploy', { provider: 'Vercel', reason })
}
