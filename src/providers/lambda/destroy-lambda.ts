import type { Deployment, Resource } from '../../core/deployment.ts'
import { refuseOtherOwner } from '../check-owner.ts'
import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'
import { readCallerIdentity } from './caller-identity.ts'
import { deleteRole, findRole } from './execution-role.ts'
import { readFunctionTags } from './function-tags.ts'
import { deleteFunctionUrl } from './function-url.ts'
import { DEPLOYMENT_TAG, logGroupOf } from './lambda-names.ts'
import { deleteLogGroup } from './log-group.ts'
import { restoreOwnFunction } from './own-function.ts'
import { deleteSchedule } from './schedule-function.ts'
import { type AwsContext, createAwsContext } from './sessions.ts'
import { findFunction } from './wait-for-function.ts'

const TRIES = 10
const RETRY_MS = 2000

/**
 * Takes a deployment down in reverse order of creation: schedules, URLs, functions, log groups, roles; and puts
 * back what was changed of a function that is not ours. What is gone already is success. One thing that cannot be
 * deleted does not keep the others; the first such error is thrown in the end, and the ledger keeps the entry.
 */
export async function destroyLambda(given: Deployment, caller: AwsContext): Promise<void> {
  const context = withOpenSignal(caller)
  const { ledger } = context
  const recorded = (await ledger.open()).find(({ id }) => id === given.id)
  const deployment = { ...given, resources: mergeResources(recorded?.resources ?? [], given.resources) }
  const session = await context.session(deployment.region)
  const { account } = await readCallerIdentity(session)
  const owner = { ...deployment, identity: deployment.identity ?? identityOf(deployment.account) }
  refuseOtherOwner(owner, { account }, 'AWS')
  await restoreChanges(deployment.id, session)
  const { foreign, failures } = await findForeign(deployment, session)
  for (const resource of inOrderOfRemoval(deployment.resources)) {
    if (foreign.has(resource.name)) continue
    try {
      if (resource.owned) await remove(resource, session)
      await ledger.removed(deployment.id, resource)
    } catch (error) {
      context.signal.throwIfAborted()
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  await ledger.ended(deployment.id)
}

/** The ledger may know more than the caller, or less; what either says is not ours is not ours. */
function mergeResources(recorded: readonly Resource[], given: readonly Resource[]): Resource[] {
  const merged = new Map<string, Resource>()
  for (const resource of [...given, ...recorded]) {
    const key = `${resource.kind} ${resource.name}`
    const known = merged.get(key)
    merged.set(key, { ...known, ...resource, owned: resource.owned && known?.owned !== false })
  }
  return [...merged.values()]
}

/** Taking down after an interrupt: the signal that ended the run must not end this too. */
function withOpenSignal(context: AwsContext): AwsContext {
  return context.signal.aborted
    ? createAwsContext({ ...context, signal: new AbortController().signal })
    : context
}

/** Puts back what `evict` changed of functions that are not ours. */
export async function restoreChanges(deploymentId: string, session: AwsSession): Promise<void> {
  for (const { resource, before } of await session.context.ledger.pendingChanges(deploymentId)) {
    const exists = await findFunction(resource.name, session)
    if (exists) await restoreOwnFunction(deploymentId, resource, before, session)
    else await session.context.ledger.restored(deploymentId, resource)
  }
}

/** A log group outlives its function, and a late invocation would make it anew: it goes after the function. */
function inOrderOfRemoval(resources: readonly Resource[]): Resource[] {
  const order = ['schedule', 'lambda-url', 'lambda-function', 'log-group', 'iam-role']
  return [...resources].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

async function remove(resource: Resource, session: AwsSession): Promise<void> {
  const { kind, name } = resource
  if (kind === 'schedule') await deleteSchedule(name, session)
  else if (kind === 'lambda-url') await deleteFunctionUrl(name, session)
  else if (kind === 'lambda-function') await deleteFunction(name, session)
  else if (kind === 'log-group') await deleteLogGroup(name.replace(logGroupOf(''), ''), session)
  else if (kind === 'iam-role') await deleteRole(name, session)
}

/** A function whose creation or update is under way refuses for some seconds. */
async function deleteFunction(name: string, session: AwsSession): Promise<void> {
  const lambda = await session.lambda()
  const what = { action: `delete the function ${name}`, permission: 'lambda:DeleteFunction' }
  for (let attempt = 1; ; attempt++) {
    const busy = attempt < TRIES ? ['ResourceConflictException'] : []
    const pass = ['ResourceNotFoundException', ...busy]
    try {
      await session.call(what, (on) => lambda.deleteFunction({ FunctionName: name }, on), { pass })
      return
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return
      if (!isAwsError(error, ...busy)) throw error
    }
    await session.context.clock.sleep(RETRY_MS, session.context.signal)
  }
}

function identityOf(account: string | undefined): { readonly account?: string } {
  return account === undefined ? {} : { account }
}

interface Foreign {
  /** Names that are left alone. */
  readonly foreign: ReadonlySet<string>
  /** Why nobody knows whose some of them are: what is not seen is not gone, and the ledger keeps the entry. */
  readonly failures: unknown[]
}

/**
 * Names that exist but are somebody else's, as their tags say: our create call for them was refused. Only asked
 * for what AWS never confirmed to us.
 */
async function findForeign(deployment: Deployment, session: AwsSession): Promise<Foreign> {
  const foreign = new Set<string>()
  const failures: unknown[] = []
  const leave = (kind: string, name: string) => {
    foreign.add(name)
    if (kind === 'lambda-function') foreign.add(logGroupOf(name))
  }
  for (const { kind, name, id, owned } of deployment.resources) {
    if (!owned || id) continue
    if (kind !== 'lambda-function' && kind !== 'iam-role') continue
    try {
      const tags = await (kind === 'iam-role' ? roleTags(name, session) : functionTags(name, session))
      if (tags && tags[DEPLOYMENT_TAG] !== deployment.id) leave(kind, name)
    } catch (error) {
      session.context.signal.throwIfAborted()
      failures.push(error)
      leave(kind, name)
    }
  }
  return { foreign, failures }
}

async function roleTags(name: string, session: AwsSession) {
  return (await findRole(name, session))?.tags
}

async function functionTags(name: string, session: AwsSession) {
  const found = await findFunction(name, session)
  return found && readFunctionTags(found, session)
}
