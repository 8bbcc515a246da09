import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { completeDeployment } from '../complete-deployment.ts'
import { recipeOf } from '../prepare-once.ts'
import type { DeploySpec } from '../provider.ts'
import { deployedBefore, notEvictable, type RedeployingPlatform } from '../redeploy.ts'
import { openCloudflareApi } from './cloudflare-api.ts'
import { type CloudflarePlan, workerUrl } from './deploy-plan.ts'
import { type CloudflareOptions, cloudflareOptions } from './options.ts'
import type { CloudflareContext } from './requests.ts'
import { hashSettings, refuseOtherSettings } from './same-settings.ts'
import { openToCallers, SCRIPT, TAG, uploadScript } from './script.ts'
import { waitUntilServed } from './verify.ts'

/** A new version is said to be everywhere within seconds. */
const SPREAD_MS = 5000

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

function versionOf({ runId }: DeploySpec<CloudflareOptions>) {
  return { tags: [TAG, `${TAG}-run-${runId}`], version: randomName(12) }
}

/** An upload's bindings take the place of all that there were. */
const REDEPLOYING: RedeployingPlatform<CloudflareOptions> = {
  provider: 'Cloudflare',
  options: cloudflareOptions,
  keepsVariables: false,
}
