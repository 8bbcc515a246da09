import type { Connection, Provider } from '../provider.ts'
import { checkNetlify } from './check.ts'
import { deployToNetlify, evictFromNetlify, type NetlifyPlan, planNetlify } from './deploy.ts'
import { DEPLOYS_PER_DAY, DEPLOYS_PER_MINUTE } from './deploy-pace.ts'
import { destroyOnNetlify } from './destroy.ts'
import { findNetlifyOrphans } from './find-orphans.ts'
import { netlifyFlags } from './flags.ts'
import { createNetlifyContext, type NetlifyContext } from './netlify-context.ts'
import { type NetlifyOptions, netlifyOptions } from './options.ts'
import { connectToNetlify, interpretNetlify, requestNetlify } from './requests.ts'

/** Netlify Functions by Netlify's REST API, without its CLI or packager (110 MB). */
export const netlifyProvider: Provider<NetlifyOptions, NetlifyPlan> = {
  id: 'netlify',
  title: 'Netlify Functions',
  apiVersion: 'v1',
  options: netlifyOptions,
  flags: netlifyFlags,
  limits: {
    // Each replica is a Lambda function of its own, and one deploy makes them all cold.
    parallelColds: 10,
    // Lambda's, on which Netlify runs: 5 to 10 minutes have been reported, nothing is promised.
    usualIdleMs: 15 * 60_000,
    deploysPerDay: DEPLOYS_PER_DAY,
    deploysPerMinute: DEPLOYS_PER_MINUTE,
    prices: {
      asOf: '2026-10-08',
      source: 'https://www.netlify.com/pricing/',
      // Credits at the Pro plan's $5 for 500: 2 for 10,000 requests, 10 a GB-hour.
      perMillionRequests: 2,
      perGbSecond: 0.1 / 3600,
      perDeploy: 0,
      note: 'Draft deploys take no credits, a production deploy 15 ($0.15). Free has 300 credits a month, then all projects pause.',
    },
  },
  open: (given) => connectTo(createNetlifyContext(given)),
}

function connectTo(context: NetlifyContext): Connection<NetlifyOptions, NetlifyPlan> {
  return {
    check: () => checkNetlify(context),
    plan: (spec) => planNetlify(spec, context),
    deploy: (plan) => deployToNetlify(plan, context),
    request: requestNetlify,
    interpret: interpretNetlify,
    connectOnly: connectToNetlify,
    evict: (deployment) => evictFromNetlify(deployment, context),
    findOrphans: () => findNetlifyOrphans(context),
    destroy: (deployment) => destroyOnNetlify(deployment, context),
    async close() {},
  }
}
