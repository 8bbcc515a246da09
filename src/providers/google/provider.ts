import type { Provider } from '../provider.ts'
import { checkGoogle } from './check.ts'
import { deployFunctions } from './deploy.ts'
import { previewDeploy } from './deploy-plan.ts'
import { destroyDeployment } from './destroy.ts'
import { evictDeployment } from './evict.ts'
import { findGoogleOrphans } from './find-orphans.ts'
import { googleFlags } from './flags.ts'
import { interpretReply, requestFunction } from './invoke.ts'
import { googleLimits } from './limits.ts'
import { type GoogleOptions, googleOptions } from './options.ts'

/** Google Cloud Functions, second generation (Cloud Run functions), over Google's REST APIs. */
export const googleProvider: Provider<GoogleOptions> = {
  id: 'google',
  title: 'Google Cloud Functions (2nd gen)',
  apiVersion: 'cloudfunctions v2, run v2, cloudscheduler v1',
  options: googleOptions,
  flags: googleFlags,
  limits: googleLimits,
  open: (context) => ({
    check: () => checkGoogle(context),
    plan: async (spec) => ({ spec, preview: await previewDeploy(spec, context) }),
    deploy: ({ spec }) => deployFunctions(spec, context),
    request: (target, nonce) => requestFunction(target, nonce, context),
    interpret: interpretReply,
    evict: (deployment) => evictDeployment(deployment, context),
    findOrphans: () => findGoogleOrphans(context),
    destroy: (deployment) => destroyDeployment(deployment, context),
    async close() {},
  }),
}
