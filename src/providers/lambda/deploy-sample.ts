import { isoNow } from '../../core/clock.ts'
import type { Deployment, Resource } from '../../core/deployment.ts'
import type { Target } from '../../core/target.ts'
import { readHandle } from '../read-handle.ts'
import type { AwsSession } from './aws-session.ts'
import { createFunction } from './create-function.ts'
import { destroyLambda } from './destroy-lambda.ts'
import { allowInvoke, attachBasicExecution, createRole } from './execution-role.ts'
import { createFunctionUrl, waitUntilPublic } from './function-url.ts'
import { functionNameOf, logGroupOf, roleNameOf, schedulerNameOf, tagsOf } from './lambda-names.ts'
import { lambdaHandle, targetOf } from './lambda-target.ts'
import type { SamplePlan } from './plan-lambda.ts'
import { createSchedule } from './schedule-function.ts'
import type { AwsContext } from './sessions.ts'

/** What the steps of one deployment share. */
interface Making extends SamplePlan {
  readonly id: string
}

/**
 * Deploys the sample function: a role, and for each replica a function (with its URL and schedule, if asked for).
 * Each is in the ledger before its create call; when one fails, those already made are taken down again.
 */
export async function deploySample(plan: SamplePlan, context: AwsContext): Promise<Deployment> {
  const { deploymentId: id, account, session, pack } = plan
  const begun: Deployment = {
    id,
    provider: 'lambda',
    createdAt: isoNow(context.clock),
    account,
    identity: { account },
    region: session.region,
    resources: [],
    targets: [],
    packageSha256: pack.code.sha256,
  }
  await context.ledger.begin(begun)
  try {
    return await make(begun, { ...plan, id })
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
    {
      ...settings,
      name,
      roleArn,
      pack,
      tags,
      snapStart: spec.options.snapStart,
      variables: spec.workload.variables,
    },
    session,
  )
  await ledger.created(id, { kind: 'lambda-function', name, owned: true, region, id: made.arn })
  const url =
    spec.options.mode === 'url' ? await makeUrl(id, { name, streams: pack.streams }, session) : undefined
  return targetOf({
    ...made,
    deploymentId: id,
    name,
    replica: spec.replicas > 1 ? replica : undefined,
    session,
    mode: spec.options.mode,
    url,
    memoryMb: settings.memoryMb,
    architecture: settings.architecture,
    evictBy: spec.options.evictBy,
    versionsPerBatch: spec.options.versionsPerBatch,
    concurrency: making.concurrency,
  })
}

async function makeUrl(
  id: string,
  wanted: { readonly name: string; readonly streams: boolean },
  session: AwsSession,
): Promise<string> {
  const { name } = wanted
  const resource: Resource = { kind: 'lambda-url', name, owned: true, region: session.region }
  const url = await recorded(id, resource, session, () => createFunctionUrl(wanted, session))
  await waitUntilPublic(url, name, session)
  return url
}

async function makeSchedules(cron: string, targets: readonly Target[], making: Making): Promise<void> {
  const { id, spec, session } = making
  const { region } = session
  const name = schedulerNameOf(id)
  const arns = targets.map((target) => readHandle(lambdaHandle, target).arn)
  const role = { name, service: 'scheduler.amazonaws.com', tags: tagsOf(id, spec.runId) }
  const resource: Resource = { kind: 'iam-role', name, owned: true }
  const roleArn = await recorded(id, resource, session, () => createRole(role, session))
  await allowInvoke(name, arns, session)
  for (const target of targets) {
    const schedule = target.functionName ?? target.id
    await recorded(id, { kind: 'schedule', name: schedule, owned: true, region }, session, async () => {
      const functionArn = readHandle(lambdaHandle, target).arn
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

async function takeDownAgain(begun: Deployment, context: AwsContext): Promise<void> {
  await destroyLambda(begun, context).catch(() => {
    context.logger.warn('Not everything that was made could be taken down: run coldstart destroy.')
  })
}
