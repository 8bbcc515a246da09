import type { Deployment } from '../../core/deployment.ts'
import { WORKER_MEMORY_MB } from '../../engine/engine-options.ts'
import { factsOf, prepareOnce } from '../prepare-once.ts'
import type { Connection, DeploySpec, Provider } from '../provider.ts'
import { takeUpDeployed } from '../redeploy.ts'
import { checkCloudflare } from './check.ts'
import { deployToCloudflare, evictFromCloudflare } from './deploy.ts'
import { type CloudflarePlan, planCloudflare } from './deploy-plan.ts'
import { destroyOnCloudflare } from './destroy.ts'
import { findCloudflareOrphans } from './find-orphans.ts'
import { cloudflareFlags } from './flags.ts'
import { cloudflareLimits } from './limits.ts'
import { type CloudflareOptions, cloudflareOptions } from './options.ts'
import { type CloudflareContext, interpretCloudflare, requestCloudflare } from './requests.ts'
import { refuseOtherSettings } from './same-settings.ts'
import { prepareCloudflare } from './worker-package.ts'

/** Cloudflare Workers by Cloudflare's REST API, without its SDK (120 MB) or wrangler. */
export const cloudflareProvider: Provider<CloudflareOptions, CloudflarePlan> = {
  id: 'cloudflare',
  title: 'Cloudflare Workers',
  apiVersion: 'client v4',
  options: cloudflareOptions,
  flags: cloudflareFlags,
  limits: cloudflareLimits,
  usual: () => ({ memoryMb: WORKER_MEMORY_MB, facts: { freshlyDeployed: false } }),
  open: (given) => connectTo({ ...given, deployed: new Map(), pack: prepareOnce(prepareCloudflare) }),
}

/** @throws ColdstartError `cannot-deploy` where the Worker is another by now */
async function takeUpWorker(
  deployment: Deployment,
  spec: DeploySpec<CloudflareOptions>,
  context: CloudflareContext,
): Promise<void> {
  await takeUpDeployed('Cloudflare', deployment, spec, context)
  refuseOtherSettings(deployment, await context.pack(spec))
}

function connectTo(context: CloudflareContext): Connection<CloudflareOptions, CloudflarePlan> {
  return {
    check: () => checkCloudflare(context),
    prepare: async (spec) => factsOf((await context.pack(spec)).code),
    plan: (spec) => planCloudflare(spec, context),
    deploy: (plan) => deployToCloudflare(plan, context),
    takeUp: (deployment, spec) => takeUpWorker(deployment, spec, context),
    request: async (target, nonce, asked) => requestCloudflare(target, nonce, asked),
    interpret: interpretCloudflare,
    evict: (deployment) => evictFromCloudflare(deployment, context),
    findOrphans: () => findCloudflareOrphans(context),
    destroy: (deployment) => destroyOnCloudflare(deployment, context),
    async close() {},
  }
}
