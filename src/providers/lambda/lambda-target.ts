import type { Target } from '../../core/target.ts'
import type { PlannedTarget } from '../provider.ts'
import type { AwsSession } from './aws-session.ts'
import type { LambdaOptions } from './options.ts'

export interface TargetFacts {
  readonly deploymentId: string
  /** Name of our function, ARN of a user's. */
  readonly name: string
  /** Known once the function is there. */
  readonly arn?: string | undefined
  readonly session: AwsSession
  /** Undefined when there is only one. */
  readonly replica?: number | undefined
  readonly runtime?: string | undefined
  readonly memoryMb?: number | undefined
  readonly architecture?: string | undefined
  /** Published version or alias to invoke. */
  readonly version?: string | undefined
  readonly mode: LambdaOptions['mode']
  /** The function URL, in mode `url`, once it is there. */
  readonly url?: string | undefined
  readonly evictBy: LambdaOptions['evictBy']
  readonly versionsPerBatch?: number | undefined
  readonly concurrency?: number | undefined
  /** Further facts for the reader. */
  readonly facts?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** A function as the run layer sees it; in mode `invoke` its URL is Lambda's own Invoke operation. */
export function targetOf(facts: TargetFacts): Target {
  const url = facts.url ?? invokeUrl(facts.session, facts.name, facts.version)
  return { ...plannedTarget(facts), url }
}

/** The same before the function is there. */
export function plannedTarget(facts: TargetFacts): PlannedTarget {
  const { replica, session, runtime, memoryMb, architecture } = facts
  const isOurs = facts.facts === undefined
  return {
    id: replica ? `lambda#${replica + 1}` : 'lambda',
    provider: 'lambda',
    platform: 'cloud',
    deployment: facts.deploymentId,
    functionName: facts.name,
    region: session.region,
    ...(memoryMb && { memoryMb }),
    ...(runtime && { runtime }),
    ...(architecture && { architecture }),
    ...(replica !== undefined && { replica, group: 'lambda' }),
    details: {
      ...(facts.arn && { arn: facts.arn }),
      own: !isOurs,
      // A user's function was invoked before, and waiting for a URL's policy invokes ours.
      ...((!isOurs || facts.mode === 'url') && { freshlyDeployed: false }),
      mode: facts.mode,
      evictBy: facts.evictBy,
      concurrencyPerInstance: 1,
      ...(facts.versionsPerBatch && { versionsPerBatch: facts.versionsPerBatch }),
      ...(facts.version && { qualifier: facts.version }),
      ...(facts.concurrency && { accountConcurrency: facts.concurrency }),
      ...facts.facts,
    },
  }
}

/** POST here is Invoke. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeUrl(session: AwsSession, name: string, qualifier?: string): string {
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`
  const query = qualifier ? `?Qualifier=${encodeURIComponent(qualifier)}` : ''
  return session.endpoint('lambda') + path + query
}
