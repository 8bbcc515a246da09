import type { GetFunctionCommandOutput } from '@aws-sdk/client-lambda'
import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { DeploySpec } from '../provider.ts'
import { readFunctionReference } from './aws-region.ts'
import type { AwsSession } from './aws-session.ts'
import { readCallerIdentity } from './caller-identity.ts'
import { newDeploymentId } from './lambda-names.ts'
import { targetOf } from './lambda-target.ts'
import type { LambdaOptions } from './options.ts'
import type { AwsContext } from './sessions.ts'
import { findFunction } from './wait-for-function.ts'

/**
 * A user's own function as a deployment: nothing is made, and nothing of it will be deleted; what `evict` changes
 * of it, `destroy` puts back. Only looks; the deployment is not in the ledger yet.
 * @param reference name, partial ARN or ARN, with or without a version or alias
 * @throws ColdstartError `lambda-not-usable` when there is no such function, `bad-target`
 */
export async function adoptFunction(
  reference: string,
  spec: DeploySpec<LambdaOptions>,
  context: AwsContext,
): Promise<Deployment> {
  const { name, region, qualifier, account } = readFunctionReference(reference)
  const session = await context.session(region ?? spec.region)
  const identity = await readCallerIdentity(session)
  const asked = account ? `${account}:function:${name}` : name
  const found = await findFunction(asked, session, qualifier)
  if (!found)
    throw new ColdstartError('lambda-not-usable', {
      name: reference,
      reason: `account ${account ?? identity.account} has no such function in ${session.region}`,
    })
  refuseThrottled(reference, found)
  const id = newDeploymentId(spec.runId)
  const arn = withoutQualifier(found.Configuration?.FunctionArn ?? asked)
  return {
    id,
    provider: 'lambda',
    createdAt: isoNow(context.clock),
    account: identity.account,
    identity: { account: identity.account },
    region: session.region,
    resources: [{ kind: 'lambda-function', name: arn, id: arn, owned: false, region: session.region }],
    targets: [ownTarget(id, arn, qualifier, found, spec, session)],
    ...(found.Configuration?.CodeSha256 && { packageSha256: found.Configuration.CodeSha256 }),
  }
}

function ownTarget(
  deploymentId: string,
  arn: string,
  version: string | undefined,
  { Configuration = {}, Concurrency }: GetFunctionCommandOutput,
  { options }: DeploySpec<LambdaOptions>,
  session: AwsSession,
) {
  const { SnapStart, VpcConfig, Layers, PackageType, CodeSize } = Configuration
  const reserved = Concurrency?.ReservedConcurrentExecutions
  return targetOf({
    deploymentId,
    name: arn,
    arn,
    session,
    version,
    runtime: Configuration.Runtime ?? PackageType,
    memoryMb: Configuration.MemorySize,
    architecture: Configuration.Architectures?.[0],
    mode: 'invoke',
    evictBy: 'configuration',
    concurrency: reserved,
    payloadFile: options.payloadFile,
    facts: {
      ...(SnapStart?.OptimizationStatus === 'On' && { SnapStart: true }),
      ...(VpcConfig?.VpcId && { 'in a VPC': true }),
      ...(Layers?.length && { layers: Layers.length }),
      ...(CodeSize && { 'package in bytes': CodeSize }),
    },
  })
}

function refuseThrottled(name: string, { Concurrency }: GetFunctionCommandOutput): void {
  if (Concurrency?.ReservedConcurrentExecutions !== 0) return
  throw new ColdstartError('lambda-not-usable', { name, reason: 'its reserved concurrency is 0' })
}

/** GetFunction of a version answers with the version in the ARN. */
function withoutQualifier(arn: string): string {
  return arn.split(':').slice(0, 7).join(':')
}
