import { z } from 'zod'
import type { Target, TargetFacts } from '../../core/target.ts'
import type { PlannedTarget } from '../provider.ts'
import type { AwsSession } from './aws-session.ts'
import type { LambdaOptions } from './options.ts'

/** What is needed to call or evict the function again. */
export const lambdaHandle = z.object({
  arn: z.string().default(''),
  own: z.boolean().default(false),
  mode: z.enum(['invoke', 'url']).default('invoke'),
  evictBy: z.enum(['configuration', 'versions']).default('configuration'),
  versionsPerBatch: z.number().default(1),
  /** Published version or alias that the URL names. */
  qualifier: z.string().exactOptional(),
  payloadFile: z.string().exactOptional(),
})

/** What a target of Lambda is made of, before its function is there and after. */
export interface LambdaFacts {
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
  /** Of a function of the user's own. */
  readonly payloadFile?: string | undefined
  /** Of a function of the user's own: what a reader should know of it, in words. */
  readonly facts?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** A function as the run layer sees it; in mode `invoke` its URL is Lambda's own Invoke operation. */
export function targetOf(facts: LambdaFacts): Target {
  const url = facts.url ?? invokeUrl(facts.session, facts.name, facts.version)
  return { ...plannedTarget(facts), url }
}

/** The same before the function is there. */
export function plannedTarget(facts: LambdaFacts): PlannedTarget {
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
    facts: factsOf(facts, isOurs),
    handle: {
      ...(facts.arn && { arn: facts.arn }),
      own: !isOurs,
      mode: facts.mode,
      evictBy: facts.evictBy,
      ...(facts.versionsPerBatch && { versionsPerBatch: facts.versionsPerBatch }),
      ...(facts.version && { qualifier: facts.version }),
      ...(facts.payloadFile && { payloadFile: facts.payloadFile }),
    },
  }
}

function factsOf({ mode, name, concurrency, facts }: LambdaFacts, isOurs: boolean): TargetFacts {
  return {
    // A user's function was invoked before, and waiting for a URL's policy invokes ours.
    ...((!isOurs || mode === 'url') && { freshlyDeployed: false }),
    ...(concurrency && { accountConcurrency: concurrency }),
    ...(mode === 'invoke' && { address: `lambda:${name}` }),
    parity: { concurrencyPerInstance: 1, own: { 'invoked by': mode, ...facts } },
  }
}

/** POST here is Invoke. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeUrl(session: AwsSession, name: string, qualifier?: string): string {
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`
  const query = qualifier ? `?Qualifier=${encodeURIComponent(qualifier)}` : ''
  return session.endpoint('lambda') + path + query
}
