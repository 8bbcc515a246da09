import { factsOf, prepareOnce } from '../prepare-once.ts'
import type { Connection, Provider } from '../provider.ts'
import { takeUpDeployed } from '../redeploy.ts'
import { checkVercel } from './check.ts'
import { deployToVercel, evictFromVercel, planVercel, type VercelPlan } from './deploy.ts'
import { usualOnVercel } from './describe-deploy.ts'
import { destroyOnVercel } from './destroy.ts'
import { findVercelOrphans } from './find-orphans.ts'
import { vercelFlags } from './flags.ts'
import { prepareVercel } from './function-package.ts'
import { vercelLimits } from './limits.ts'
import { type VercelOptions, vercelOptions } from './options.ts'
import { connectToVercel, interpretVercel, requestVercel, type VercelContext } from './requests.ts'

/** Vercel Functions by Vercel's REST API, without its SDK (60 MB) or CLI (358 MB). */
export const vercelProvider: Provider<VercelOptions, VercelPlan> = {
  id: 'vercel',
  title: 'Vercel Functions',
  apiVersion: 'projects v11, deployments v13, files v2',
  options: vercelOptions,
  flags: vercelFlags,
  limits: vercelLimits,
  usual: usualOnVercel,
  open: (given) =>
    connectTo({
      ...given,
      bypassSecrets: new Map(),
      deployed: new Map(),
      pack: prepareOnce((spec) => prepareVercel(spec, given.clock.wallMs())),
    }),
}

function connectTo(context: VercelContext): Connection<VercelOptions, VercelPlan> {
  return {
    check: () => checkVercel(context),
    prepare: async (spec) => factsOf((await context.pack(spec)).code),
    plan: (spec) => planVercel(spec, context),
    deploy: (plan) => deployToVercel(plan, context),
    takeUp: (deployment, spec) => takeUpDeployed('Vercel', deployment, spec, context),
    request: (target, nonce, asked) => requestVercel(target, nonce, context, asked),
    interpret: interpretVercel,
    connectOnly: (target) => connectToVercel(target, context),
    evict: (deployment) => evictFromVercel(deployment, context),
    findOrphans: () => findVercelOrphans(context),
    destroy: (deployment) => destroyOnVercel(deployment, context),
    async close() {},
  }
}
