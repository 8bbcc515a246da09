import pLimit from 'p-limit'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import { newNonce } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { readHandle } from '../read-handle.ts'
import type { AwsSession } from './aws-session.ts'
import { evictByConfiguration } from './evict-by-configuration.ts'
import { invokeUrl, lambdaHandle } from './lambda-target.ts'
import { evictOwnFunction } from './own-function.ts'
import { publishVersions } from './publish-versions.ts'
import type { AwsContext } from './sessions.ts'

/** Lambda's control plane takes about 15 calls a second; each eviction makes two or three. */
const EVICTIONS_AT_ONCE = 4

/**
 * Forces the next invocation of every function of a deployment cold. AWS may still route one to an old
 * instance for a moment: the reply says so, and the caller evicts again.
 * @throws ColdstartError `lambda-cannot-evict`, `lambda-not-usable`, `lambda-too-slow`
 */
export async function evictLambda(deployment: Deployment, context: AwsContext): Promise<readonly Target[]> {
  const session = await context.session(deployment.region)
  const limit = pLimit(EVICTIONS_AT_ONCE)
  const evict = (target: Target) => evictTarget(deployment, target, session, context)
  return Promise.all(deployment.targets.map((target) => limit(() => evict(target))))
}

async function evictTarget(
  deployment: Deployment,
  target: Target,
  session: AwsSession,
  { unusedVersions }: AwsContext,
): Promise<Target> {
  const { functionName: name = '' } = target
  const { own, evictBy, arn, versionsPerBatch } = readHandle(lambdaHandle, target)
  if (own) await evictOwn(deployment, target, session)
  else if (evictBy !== 'versions') await evictByConfiguration(name, newNonce(), session)
  if (own || evictBy !== 'versions') return target
  const batch = unusedVersions.get(arn) ?? []
  if (batch.length === 0) batch.push(...(await publishVersions(name, versionsPerBatch, newNonce(), session)))
  const qualifier = batch.shift()
  unusedVersions.set(arn, batch)
  if (qualifier === undefined) return target
  return { ...target, url: invokeUrl(session, name, qualifier), handle: { ...target.handle, qualifier } }
}

async function evictOwn(deployment: Deployment, target: Target, session: AwsSession): Promise<void> {
  const resource = deployment.resources.find(({ name }) => name === target.functionName)
  const { qualifier } = readHandle(lambdaHandle, target)
  if (qualifier)
    throw new ColdstartError('lambda-cannot-evict', {
      name: `${target.functionName}:${qualifier}`,
      reason: 'a published version or alias cannot be changed',
      hint: 'Give the function without a version, or measure with --cold-by idle.',
    })
  if (resource) await evictOwnFunction(deployment.id, resource, newNonce(), session)
}
