import { prepareOnce } from '../prepare-once.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import type { Redeployable, Redeployments } from '../redeploy.ts'
import { createDeployPace, type DeployPace } from './deploy-pace.ts'
import { type Bootstrap, type NetlifyCode, readBootstrap } from './function-zip.ts'
import type { NetlifyOptions } from './options.ts'
import { prepareNetlify } from './prepare-netlify.ts'

/** A deployment to Netlify that can be deployed again. */
export type Deployed = Redeployable<NetlifyOptions, NetlifyCode>

/** What one connection to Netlify remembers. */
export interface NetlifyContext extends ProviderContext, Redeployments<NetlifyOptions, NetlifyCode> {
  readonly pace: DeployPace
  /** Netlify's own files for every function, read once. */
  bootstrap(): Promise<Bootstrap>
}

/** A connection's context: its pace of deploys, and Netlify's own files, read once, when they are first asked for. */
export function createNetlifyContext(context: ProviderContext): NetlifyContext {
  let reading: Promise<Bootstrap> | undefined
  const bootstrap = () => {
    reading ??= readBootstrap()
    return reading
  }
  const pace = createDeployPace(context)
  return {
    ...context,
    pace,
    bootstrap,
    pack: prepareOnce((spec: DeploySpec<NetlifyOptions>) => prepareNetlify(spec, context.clock.wallMs())),
    deployed: new Map(),
  }
}
