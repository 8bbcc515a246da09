import type { Connection, Provider } from '../provider.ts'
import { authenticate, type GoogleContext } from './authenticate.ts'
import { checkGoogle } from './check.ts'
import { deployFunctions } from './deploy.ts'
import { type GooglePlan, memoryOf, planDeploy } from './deploy-plan.ts'
import { destroyDeployment } from './destroy.ts'
import { evictDeployment } from './evict.ts'
import { findGoogleOrphans } from './find-orphans.ts'
import { googleFlags } from './flags.ts'
import { interpretReply, requestFunction } from './invoke.ts'
import { googleLimits } from './limits.ts'
import { type GoogleOptions, googleOptions } from './options.ts'

/** Google Cloud Functions, second generation (Cloud Run functions), over Google's REST APIs. */
export const googleProvider: Provider<GoogleOptions, GooglePlan> = {
  id: 'google',
  title: 'Google Cloud Functions (2nd gen)',
  apiVersion: 'cloudfunctions v2, run v2, cloudscheduler v1',
  options: googleOptions,
  flags: googleFlags,
  limits: googleLimits,
  usual: (spec) => ({ memoryMb: memoryOf(spec) }),
  open: (given) => connectTo(authenticate(given)),
}

function connectTo(context: GoogleContext): Connection<GoogleOptions, GooglePlan> {
  return {
    check: () => checkGoogle(context),
    prepare: async (spec) => (await context.pack(spec)).pack.facts,
    plan: (spec) => planDeploy(spec, context),
    deploy: (plan) => deployFunctions(plan, context),
    request: (target, nonce, asked) => requestFunction(target, nonce, context, asked),
    interpret: interpretReply,
    evict: (deployment) => evictDeployment(deployment, context),
    findOrphans: () => findGoogleOrphans(context),
    destroy: (deployment) => destroyDeployment(deployment, context),
    async close() {},
  }
}
