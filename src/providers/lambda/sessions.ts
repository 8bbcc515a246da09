import type { ProviderContext } from '../provider.ts'
import { type AwsSession, openAwsSession } from './aws-session.ts'

const sessions = new WeakMap<ProviderContext, Map<string, Promise<AwsSession>>>()

/** The session of a region, opened once for each context, so that connections and credentials are kept. */
export function sessionFor(region: string, context: ProviderContext): Promise<AwsSession> {
  const ofContext = sessions.get(context) ?? new Map<string, Promise<AwsSession>>()
  sessions.set(context, ofContext)
  const session = ofContext.get(region) ?? openAwsSession(region, context)
  ofContext.set(region, session)
  return session
}
