import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { WORKER_MEMORY_MB } from '../../engine/engine-options.ts'
import { completeDeployment } from '../complete-deployment.ts'
import { aboutWrapper } from '../entry-module.ts'
import { factsOf, recipeOf } from '../prepare-once.ts'
import type { DeployPlan, DeploySpec, PlannedTarget } from '../provider.ts'
import { publicUrl } from '../public-url.ts'
import { deployedBefore, notEvictable, type RedeployingPlatform } from '../redeploy.ts'
import { newRemoteName } from '../remote-name.ts'
import { targetIds } from '../target-ids.ts'
import { findAccount, openCloudflareApi } from './cloudflare-api.ts'
import { type CloudflareOptions, cloudflareOptions } from './options.ts'
import type { CloudflareContext } from './requests.ts'
import { hashSettings, refuseOtherSettings } from './same-settings.ts'
import { openToCallers, SCRIPT, TAG, uploadScript } from './script.ts'
import { readSubdomain } from './subdomain.ts'
import { waitUntilServed } from './verify.ts'
import type { WorkerCode } from './worker-package.ts'

/** A plan with the package that was made for it. */
export interface CloudflarePlan extends DeployPlan<CloudflareOptions> {
  readonly packed: WorkerCode
  readonly account: string
  readonly subdomain: string
}

/** What a cold start of a deployed Worker is: nobody outside can tell when the platform started the isolate. */
const COLD_MEANS = 'first request after a deploy, or to an isolate that had served none'

/** A new version is said to be everywhere within seconds. */
const SPREAD_MS = 5000

/**
 * What a deploy will make. Reads the account and its workers.dev subdomain.
 * @throws ColdstartError `cannot-deploy`, `no-credentials`, and those of the REST client
 */
export async function planCloudflare(
  spec: DeploySpec<CloudflareOptions>,
  context: CloudflareContext,
): Promise<CloudflarePlan> {
  const packed = await context.pack(spec)
  const api = await openCloudflareApi(context)
  const account = await findAccount(api, context, {
    asked: spec.options.account,
    inFile: packed.settings.account,
  })
  const subdomain = await readSubdomain(api, account)
  const deploymentId = `cloudflare-${spec.runId}-${randomName(8)}`
  const scripts = spec.replicas === 1 ? 'one Worker' : `${spec.replicas} Workers`
  return {
    spec,
    deploymentId,
    packed,
    account,
    subdomain,
    preview: {
      provider: 'Cloudflare',
      account,
      creates: [`${scripts} coldstart-….${subdomain}.workers.dev, open to everybody`],
      cost: 'nothing until it is invoked; 100,000 requests a day are free',
      notes: [
        `a cold start means: ${COLD_MEANS}; not Cloudflare's cold start`,
        ...aboutWranglerFile(packed),
        ...aboutWrapper(spec),
      ],
      package: factsOf(packed.code),
    },
    targets: plannedTargets(deploymentId, spec, packed),
    measuredAt: workerUrl('coldstart', subdomain, context),
  }
}

/** What its project says of the Worker, and this deployment has not. */
function aboutWranglerFile({ settings: { localFiles = [], aside = [] } }: WorkerCode): string[] {
  // wrangler keeps them from deployments too: their secrets are set apart.
  const forLocalRuns = `${localFiles.join(' and ')}: for local runs, and not uploaded; --env and --env-file give secrets`
  const notFollowed = `${aside.join(', ')} of the wrangler file: not followed`
  return [...(localFiles.length > 0 ? [forLocalRuns] : []), ...(aside.length > 0 ? [notFollowed] : [])]
}

/** A script a replica, each seen to answer. */
export async function deployToCloudflare(
  { spec, deploymentId, packed, account, subdomain, targets }: CloudflarePlan,
  context: CloudflareContext,
): Promise<Deployment> {
  const api = await openCloudflareApi(context)
  const begun: Deployment = {
    id: deploymentId,
    provider: 'cloudflare',
    createdAt: isoNow(context.clock),
    account,
    identity: { account },
    resources: [],
    targets: [],
    recipe: { ...recipeOf(spec), settingsSha256: hashSettings(packed) },
  }
  await context.ledger.begin(begun)
  context.deployed.set(deploymentId, { spec, packed })
  const made: Target[] = []
  for (const target of targets) {
    const { functionName: name = '' } = target
    const resource = { kind: SCRIPT, name, owned: true }
    await context.ledger.creating(deploymentId, resource)
    const startMs = await uploadScript({ account, name }, packed, versionOf(spec), api)
    await context.ledger.created(deploymentId, { ...resource, id: name })
    await openToCallers({ account, name }, api, context)
    const url = workerUrl(name, subdomain, context)
    await waitUntilServed(url, spec, context)
    made.push(withStart({ ...target, url }, startMs))
  }
  return completeDeployment(begun, { targets: made, packageSha256: packed.code.sha256 }, context)
}

/**
 * A new version of every script, so that the next request finds no isolate of it.
 * @throws ColdstartError `cannot-deploy` where the function's files or its wrangler file have changed
 */
export async function evictFromCloudflare(
  deployment: Deployment,
  context: CloudflareContext,
): Promise<readonly Target[]> {
  const { account } = deployment
  if (account === undefined || deployment.targets.length === 0)
    throw notEvictable('Cloudflare', deployment.id)
  const { spec, packed } = await deployedBefore(REDEPLOYING, deployment, context)
  refuseOtherSettings(deployment, packed)
  const api = await openCloudflareApi(context)
  const uploads = deployment.targets.map(async (target) => {
    const name = target.functionName ?? ''
    return withStart(target, await uploadScript({ account, name }, packed, versionOf(spec), api))
  })
  const now = await Promise.all(uploads)
  await context.clock.sleep(SPREAD_MS, context.signal)
  return now
}

/** Cloudflare's own measurement of the start of the global scope, at the upload. */
function withStart(target: Target, startMs: number | undefined): Target {
  if (startMs === undefined) return target
  const { parity } = target.facts ?? {}
  const own = { ...parity?.own, 'start-up at the upload, ms': startMs }
  return { ...target, facts: { ...target.facts, parity: { ...parity, own } } }
}

function plannedTargets(
  deployment: string,
  { replicas, runId }: DeploySpec<CloudflareOptions>,
  { code, settings }: WorkerCode,
): PlannedTarget[] {
  return targetIds(['cloudflare'], replicas).map((id, replica) => ({
    id,
    provider: 'cloudflare',
    platform: 'cloud' as const,
    deployment,
    functionName: newRemoteName(runId),
    memoryMb: WORKER_MEMORY_MB,
    runtime: 'workerd',
    replica: replica + 1,
    group: 'cloudflare',
    facts: {
      // It had to be called to see that it is there.
      freshlyDeployed: false,
      coldMeans: COLD_MEANS,
      parity: {
        packageSha256: code.sha256,
        concurrencyPerInstance: 'platform default',
        own: {
          'compatibility date': settings.compatibilityDate,
          ...(settings.aside && { 'not followed': settings.aside.join(', ') }),
        },
      },
    },
  }))
}

function versionOf({ runId }: DeploySpec<CloudflareOptions>) {
  return { tags: [TAG, `${TAG}-run-${runId}`], version: randomName(12) }
}

function workerUrl(name: string, subdomain: string, context: CloudflareContext): string {
  return publicUrl('workers.dev', `${name}.${subdomain}.workers.dev`, '/', context)
}

/** An upload's bindings take the place of all that there were. */
const REDEPLOYING: RedeployingPlatform<CloudflareOptions> = {
  provider: 'Cloudflare',
  options: cloudflareOptions,
  keepsVariables: false,
}
