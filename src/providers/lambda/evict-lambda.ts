import pLimit from 'p-limit'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import { newNonce } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import type { ProviderContext } from '../provider.ts'
import { type AwsSession, resolveRegion } from './aws-session.ts'
import { evictByConfiguration } from './evict-by-configuration.ts'
import { evictOwnFunction } from './own-function.ts'
import { publishVersions } from './publish-versions.ts'
import { sessionFor } from './sessions.ts'

/** Lambda's control plane takes about 15 calls a second; each eviction makes two or three. */
const EVICTIONS_AT_ONCE = 4

/** Published versions that were not invoked yet, and the one in use, by function ARN. */
const unused = new Map<string, string[]>()
const inUse = new Map<string, string>()

/** The version to invoke: the last one `evict` took out of the batch, else the one deployed. */
export function currentVersion({ details }: Target): string | undefined {
  const deployed = details?.qualifier
  return inUse.get(String(details?.arn)) ?? (typeof deployed === 'string' ? deployed : undefined)
}

/**
 * Forces the next invocation of every function of a deployment cold. AWS may still route one to an old
 * instance for a moment: the reply says so, and the caller evicts again.
 * @throws ColdstartError `lambda-cannot-evict`, `lambda-not-usable`, `lambda-too-slow`
 */
export async function evictLambda(
  deployment: Deployment,
  context: ProviderContext,
): Promise<readonly Target[]> {
  const session = await sessionFor(await resolveRegion(deployment.region, context), context)
  const limit = pLimit(EVICTIONS_AT_ONCE)
  await Promise.all(deployment.targets.map((target) => limit(() => evictTarget(deployment, target, session))))
  return deployment.targets
}

async function evictTarget(deployment: Deployment, target: Target, session: AwsSession): Promise<void> {
  const { functionName: name = '', details = {} } = target
  if (details.own) return evictOwn(deployment, target, session)
  if (details.evictBy !== 'versions') return evictByConfiguration(name, newNonce(), session)
  const arn = String(details.arn)
  const batch = unused.get(arn) ?? []
  if (batch.length === 0)
    batch.push(...(await publishVersions(name, Number(details.versionsPerBatch ?? 1), newNonce(), session)))
  const next = batch.shift()
  unused.set(arn, batch)
  if (next) inUse.set(arn, next)
}

async function evictOwn(deployment: Deployment, target: Target, session: AwsSession): Promise<void> {
  const resource = deployment.resources.find(({ name }) => name === target.functionName)
  const qualifier = target.details?.qualifier
  if (qualifier)
    throw new ColdstartError('lambda-cannot-evict', {
      name: `${target.functionName}:${qualifier}`,
      reason: 'a published version or alias cannot be changed',
      hint: 'Give the function without a version, or measure with --cold-by idle.',
    })
  if (resource) await evictOwnFunction(deployment.id, resource, newNonce(), session)
}
