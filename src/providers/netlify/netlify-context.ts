import type { ProviderContext } from '../provider.ts'
import { createDeployPace, type DeployPace } from './deploy-pace.ts'
import { type Bootstrap, readBootstrap } from './function-zip.ts'

/** What one connection to Netlify remembers. */
export interface NetlifyContext extends ProviderContext {
  readonly pace: DeployPace
  /** Netlify's own files for every function, read once. */
  bootstrap(): Promise<Bootstrap>
}

export function createNetlifyContext(context: ProviderContext): NetlifyContext {
  let reading: Promise<Bootstrap> | undefined
  const bootstrap = () => {
    reading ??= readBootstrap()
    return reading
  }
  return { ...context, pace: createDeployPace(context), bootstrap }
}
