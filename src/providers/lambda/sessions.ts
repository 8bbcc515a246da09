import { prepareOnce } from '../prepare-once.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import { resolveRegion } from './aws-region.ts'
import { type AwsSession, openAwsSession } from './aws-session.ts'
import type { LambdaOptions } from './options.ts'
import { type PreparedLambda, prepareLambda } from './prepare-lambda.ts'

/** What one connection to AWS remembers. */
export interface AwsContext extends ProviderContext {
  /**
   * The session of a region, opened once, so that sockets and credentials are kept.
   * @param region the environment's or the profile's when left out
   * @throws ColdstartError `aws-no-region`, `aws-bad-region`
   */
  session(region: string | undefined): Promise<AwsSession>
  /** Published versions that were not invoked yet, by function ARN. */
  readonly unusedVersions: Map<string, string[]>
  /** Makes the package of a spec once. */
  pack(spec: DeploySpec<LambdaOptions>): Promise<PreparedLambda>
  /** Ends the sockets of every session. */
  closeSessions(): Promise<void>
}

/** A connection's context, with one session for each region, opened when it is first asked for. */
export function createAwsContext(context: ProviderContext): AwsContext {
  const sessions = new Map<string, Promise<AwsSession>>()
  return {
    ...context,
    unusedVersions: new Map(),
    pack: prepareOnce((spec) => prepareLambda(spec, context.clock.wallMs())),
    async session(given) {
      const region = await resolveRegion(given, context)
      const session = sessions.get(region) ?? openAwsSession(region, context)
      sessions.set(region, session)
      return session
    },
    async closeSessions() {
      for (const session of sessions.values()) await (await session).close()
      sessions.clear()
    },
  }
}
