import type { DeployPreview, DeploySpec, ProviderContext } from '../provider.ts'
import { resolveRegion } from './aws-session.ts'
import { readCallerIdentity } from './caller-identity.ts'
import { settleDeploySettings } from './deploy-settings.ts'
import type { LambdaOptions } from './options.ts'
import { invocationCost, lambdaPrices } from './prices.ts'
import { sessionFor } from './sessions.ts'

/** What a deploy would make, on which account, at what cost. */
export async function previewLambda(
  spec: DeploySpec<LambdaOptions>,
  context: ProviderContext,
): Promise<DeployPreview> {
  const settings = settleDeploySettings(spec)
  const session = await sessionFor(await resolveRegion(spec.region, context), context)
  const { account, arn } = await readCallerIdentity(session)
  const head = { provider: 'AWS Lambda', account: `${account} (${arn})`, region: session.region }
  const own = spec.options.functionName
  if (own) return { ...head, creates: [], cost: 'its invocations', notes: [`${own} is invoked as it is`] }
  const { memoryMb, architecture, runtimes } = settings
  const size = `${runtimes[0]}, ${memoryMb} MB, ${architecture}`
  const functions = spec.replicas === 1 ? 'a function' : `${spec.replicas} functions`
  const creates = ['an IAM role that may write logs', `${functions} (${size}) with its log group`]
  if (spec.options.mode === 'url') creates.push('a public function URL for each function')
  if (spec.schedule) creates.push('an EventBridge schedule for each function, and a role that may invoke it')
  const thousand = invocationCost(1000, 1000 * 500, memoryMb).toFixed(4)
  return {
    ...head,
    creates,
    cost: `nothing until it is invoked; 1,000 invocations of half a second about $${thousand} (prices of ${lambdaPrices.asOf})`,
  }
}
