import { isoNow } from '../../core/clock.ts'
import type { Deployment, Resource } from '../../core/deployment.ts'
import { messageOf } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import { openSource } from '../../workload/workload-source.ts'
import type { DeploySpec, ProviderContext } from '../provider.ts'
import { type AccountLimits, checkAgainstLimits, readAccountLimits } from './account-limits.ts'
import { type AwsSession, resolveRegion } from './aws-session.ts'
import { readCallerIdentity } from './caller-identity.ts'
import { createFunction } from './create-function.ts'
import { type DeploySettings, settleDeploySettings } from './deploy-settings.ts'
import { destroyLambda } from './destroy-lambda.ts'
import { allowInvoke, attachBasicExecution, createRole } from './execution-role.ts'
import { type FunctionPackage, packFunction } from './function-package.ts'
import { createFunctionUrl, waitUntilPublic } from './function-url.ts'
import {
  functionNameOf,
  logGroupOf,
  newDeploymentId,
  roleNameOf,
  schedulerNameOf,
  tagsOf,
} from './lambda-names.ts'
import { targetOf } from './lambda-target.ts'
import type { LambdaOptions } from './options.ts'
import { createSchedule } from './schedule-function.ts'
import { sessionFor } from './sessions.ts'

/** What the steps of one deployment share. */
interface Making {
  readonly id: string
  readonly spec: DeploySpec<LambdaOptions>
  readonly settings: DeploySettings
  readonly pack: FunctionPackage
  readonly session: AwsSession
  readonly concurrency: number | undefined
}

/**
 * Deploys the sample function: a role, and for each replica a function (with its URL and schedule, if asked for).
 * Each is in the ledger before its create call; when one fails, those already made are taken down again.
 */
export async function deploySample(
  spec: DeploySpec<LambdaOptions>,
  context: ProviderContext,
): Promise<Deployment> {
  const settings = settleDeploySettings(spec)
  const session = await sessionFor(await resolveRegion(spec.region, context), context)
  const { handler } = spec.options
  const workload = await openSource(spec.workload, {
    contract: 'lambda',
    paddingKb: spec.paddingKb,
    ...(handler && { handler }),
  })
  const pack = await packFunction(workload)
  const { account } = await readCallerIdentity(session)
  const limits = await readLimitsIfAllowed(session)
  if (limits) checkAgainstLimits(limits, spec.replicas, pack.zip.length)
  const id = newDeploymentId(spec.runId)
  const begun: Deployment = {
    id,
    provider: 'lambda',
    createdAt: isoNow(context.clock),
    account,
    region: session.region,
    resources: [],
    targets: [],
    packageSha256: pack.sha256,
  }
  await context.ledger.begin(begun)
  try {
    return await make(begun, { id, spec, settings, pack, session, concurrency: limits?.unreserved })
  } catch (error) {
    await takeDownAgain(begun, context)
    throw error
  }
}

async function make(begun: Deployment, making: Making): Promise<Deployment> {
  const { id, spec, session } = making
  const roleArn = await makeExecutionRole(making)
  const targets: Target[] = []
  for (let replica = 0; replica < spec.replicas; replica++)
    targets.push(await makeReplica(replica, roleArn, making))
  if (spec.schedule) await makeSchedules(spec.schedule, targets, making)
  const { ledger } = session.context
  const known = (await ledger.open()).find((entry) => entry.id === id)
  const deployment = { ...begun, resources: known?.resources ?? [], targets }
  await ledger.ready(deployment)
  return deployment
}

async function makeExecutionRole({ id, spec, session }: Making): Promise<string> {
  const name = roleNameOf(id)
  const role = { name, service: 'lambda.amazonaws.com', tags: tagsOf(id, spec.runId) }
  const arn = await recorded(id, { kind: 'iam-role', name, owned: true }, session, () =>
    createRole(role, session),
  )
  await attachBasicExecution(name, session)
  return arn
}

async function makeReplica(replica: number, roleArn: string, making: Making): Promise<Target> {
  const { id, spec, settings, pack, session } = making
  const { region } = session
  const name = functionNameOf(id, replica)
  const tags = tagsOf(id, spec.runId)
  const { ledger } = session.context
  // Lambda makes the log group by itself, with the first invocation.
  await ledger.creating(id, { kind: 'log-group', name: logGroupOf(name), owned: true, region })
  await ledger.creating(id, { kind: 'lambda-function', name, owned: true, region })
  const made = await createFunction(
    { ...settings, name, roleArn, pack, tags, snapStart: spec.options.snapStart },
    session,
  )
  await ledger.created(id, { kind: 'lambda-function', name, owned: true, region, id: made.arn })
  const url = spec.options.mode === 'url' ? await makeUrl(id, name, session) : undefined
  return targetOf({
    ...made,
    deploymentId: id,
    name,
    replica: spec.replicas > 1 ? replica : undefined,
    session,
    url,
    memoryMb: settings.memoryMb,
    architecture: settings.architecture,
    evictBy: spec.options.evictBy,
    versionsPerBatch: spec.options.versionsPerBatch,
    concurrency: making.concurrency,
  })
}

async function makeUrl(id: string, name: string, session: AwsSession): Promise<string> {
  const resource: Resource = { kind: 'lambda-url', name, owned: true, region: session.region }
  const url = await recorded(id, resource, session, () => createFunctionUrl(name, session))
  await waitUntilPublic(url, name, session)
  return url
}

async function makeSchedules(cron: string, targets: readonly Target[], making: Making): Promise<void> {
  const { id, spec, session } = making
  const { region } = session
  const name = schedulerNameOf(id)
  const arns = targets.map(({ details }) => String(details?.arn))
  const role = { name, service: 'scheduler.amazonaws.com', tags: tagsOf(id, spec.runId) }
  const resource: Resource = { kind: 'iam-role', name, owned: true }
  const roleArn = await recorded(id, resource, session, () => createRole(role, session))
  await allowInvoke(name, arns, session)
  for (const target of targets) {
    const schedule = target.functionName ?? target.id
    await recorded(id, { kind: 'schedule', name: schedule, owned: true, region }, session, async () => {
      const functionArn = String(target.details?.arn)
      await createSchedule({ name: schedule, cron, functionArn, roleArn, payload: '{}' }, session)
      return schedule
    })
  }
}

async function recorded(
  id: string,
  resource: Resource,
  session: AwsSession,
  create: () => Promise<string>,
): Promise<string> {
  const { ledger } = session.context
  await ledger.creating(id, resource)
  const made = await create()
  await ledger.created(id, { ...resource, id: made })
  return made
}

/** The figures only serve to refuse early: who may not read them may still deploy. */
async function readLimitsIfAllowed(session: AwsSession): Promise<AccountLimits | undefined> {
  try {
    return await readAccountLimits(session)
  } catch (error) {
    session.context.signal.throwIfAborted()
    session.context.logger.info(`The account's limits are not known: ${messageOf(error)}`)
    return undefined
  }
}

async function takeDownAgain(begun: Deployment, context: ProviderContext): Promise<void> {
  await destroyLambda(begun, context).catch(() => {
    context.logger.warn('Not everything that was made could be taken down: run coldstart destroy.')
  })
}
