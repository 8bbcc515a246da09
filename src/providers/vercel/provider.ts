import type { Connection, Provider } from '../provider.ts'
import { checkVercel } from './check.ts'
import { deployToVercel, evictFromVercel, planVercel } from './deploy.ts'
import { destroyOnVercel } from './destroy.ts'
import { findVercelOrphans } from './find-orphans.ts'
import { vercelFlags } from './flags.ts'
import { type VercelOptions, vercelOptions } from './options.ts'
import { connectToVercel, interpretVercel, requestVercel, type VercelContext } from './requests.ts'

/** Vercel Functions by Vercel's REST API, without its SDK (60 MB) or CLI (358 MB). */
export const vercelProvider: Provider<VercelOptions> = {
  id: 'vercel',
  title: 'Vercel Functions',
  apiVersion: 'projects v11, deployments v13, files v2',
  options: vercelOptions,
  flags: vercelFlags,
  limits: {
    // One new version makes every replica cold; Hobby takes 12 functions in a deployment.
    parallelColds: 10,
    // Vercel publishes none.
    usualIdleMs: 15 * 60_000,
    deploysPerDay: 100,
    prices: {
      asOf: '2026-10-08',
      source: 'https://vercel.com/docs/functions/usage-and-pricing',
      perMillionRequests: 0.6,
      // iad1, 2 GB with 1 vCPU: $0.0106 a GB-hour, and $0.128 a CPU-hour spread over 2 GB.
      perGbSecond: (0.0106 + 0.128 / 2) / 3600,
      perDeploy: 0,
      note: 'A forced cold start takes one deployment of 100 a day on Hobby, 6,000 on Pro. CPU is billed while code runs.',
    },
  },
  open: (given) => connectTo({ ...given, bypassSecrets: new Map() }),
}

function connectTo(context: VercelContext): Connection<VercelOptions> {
  return {
    check: () => checkVercel(context),
    plan: (spec) => planVercel(spec, context),
    deploy: (plan) => deployToVercel(plan, context),
    request: (target, nonce, asked) => requestVercel(target, nonce, context, asked),
    interpret: interpretVercel,
    connectOnly: (target) => connectToVercel(target, context),
    evict: (deployment) => evictFromVercel(deployment, context),
    findOrphans: () => findVercelOrphans(context),
    destroy: (deployment) => destroyOnVercel(deployment, context),
    async close() {},
  }
}
