import { factsOf } from '../prepare-once.ts'
import type { Connection, Provider } from '../provider.ts'
import { takeUpDeployed } from '../redeploy.ts'
import { checkNetlify } from './check.ts'
import { deployToNetlify, evictFromNetlify, type NetlifyPlan, planNetlify } from './deploy.ts'
import { usualOnNetlify } from './describe-deploy.ts'
import { destroyOnNetlify } from './destroy.ts'
import { findNetlifyOrphans } from './find-orphans.ts'
import { netlifyFlags } from './flags.ts'
import { netlifyLimits } from './limits.ts'
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
  limits: netlifyLimits,
  usual: usualOnNetlify,
  open: (given) => connectTo(createNetlifyContext(given)),
}

function connectTo(context: NetlifyContext): Connection<NetlifyOptions, NetlifyPlan> {
  return {
    check: () => checkNetlify(context),
    prepare: async (spec) => factsOf((await context.pack(spec)).code),
    plan: (spec) => planNetlify(spec, context),
    deploy: (plan) => deployToNetlify(plan, context),
    takeUp: (deployment, spec) => takeUpDeployed('Netlify', deployment, spec, context),
    request: requestNetlify,
    interpret: interpretNetlify,
    connectOnly: connectToNetlify,
    evict: (deployment) => evictFromNetlify(deployment, context),
    findOrphans: () => findNetlifyOrphans(context),
    destroy: (deployment) => destroyOnNetlify(deployment, context),
    async close() {},
  }
}
