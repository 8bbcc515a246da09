import type { Deployment } from '../../core/deployment.ts'
import { factsOf } from '../prepare-once.ts'
import type { Connection, Provider } from '../provider.ts'
import { checkLambda } from './check-lambda.ts'
import { deploySample } from './deploy-sample.ts'
import { DEFAULT_MEMORY_MB } from './deploy-settings.ts'
import { destroyLambda, restoreChanges } from './destroy-lambda.ts'
import { evictLambda } from './evict-lambda.ts'
import { findLambdaOrphans } from './find-orphans.ts'
import { lambdaFlags } from './flags.ts'
import { interpretLambdaReply } from './interpret-lambda.ts'
import { dryRunRequest, invokeRequest } from './invoke-request.ts'
import { lambdaLimits } from './limits.ts'
import { type LambdaOptions, lambdaOptions } from './options.ts'
import { type LambdaPlan, planLambda } from './plan-lambda.ts'
import { type AwsContext, createAwsContext } from './sessions.ts'

/** AWS Lambda. The SDK is loaded with the first call, credentials come from its standard chain. */
export const lambdaProvider: Provider<LambdaOptions, LambdaPlan> = {
  id: 'lambda',
  title: 'AWS Lambda',
  apiVersion: 'lambda 2015-03-31, iam 2010-05-08',
  options: lambdaOptions,
  flags: lambdaFlags,
  limits: lambdaLimits,
  usual: ({ memoryMb, equalMemoryMb }) => ({ memoryMb: memoryMb ?? equalMemoryMb ?? DEFAULT_MEMORY_MB }),
  open: (given) => connectTo(createAwsContext(given)),
}

function connectTo(context: AwsContext): Connection<LambdaOptions, LambdaPlan> {
  return {
    check: () => checkLambda(context),
    prepare: async (spec) => {
      const { pack } = await context.pack(spec)
      return pack && factsOf(pack.code)
    },
    plan: (spec) => planLambda(spec, context),
    deploy: (plan) => deployLambda(plan, context),
    request: (target, nonce, asked) => invokeRequest(target, nonce, context, asked),
    interpret: interpretLambdaReply,
    connectOnly: (target) => dryRunRequest(target, context),
    evict: (deployment) => evictLambda(deployment, context),
    findOrphans: () => findLambdaOrphans(context),
    destroy: (deployment) => destroyLambda(deployment, context),
    close: context.closeSessions,
  }
}

/** Deploys the sample, or takes the user's own function; first puts back what a killed run left changed. */
async function deployLambda(plan: LambdaPlan, context: AwsContext): Promise<Deployment> {
  await restoreLeftChanges(context)
  if ('pack' in plan) return deploySample(plan, context)
  await context.ledger.begin(plan.adopted)
  return plan.adopted
}

/** The ledger has one writer, so a change that is pending when we start belongs to a run that is dead. */
async function restoreLeftChanges(context: AwsContext): Promise<void> {
  await context.ledger.claim()
  for (const { id, provider, region } of await context.ledger.open()) {
    const pending = provider === 'lambda' ? await context.ledger.pendingChanges(id) : []
    if (pending.length === 0) continue
    await restoreChanges(id, await context.session(region))
  }
}
