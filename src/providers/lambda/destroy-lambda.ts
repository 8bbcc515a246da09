import type { Deployment, Resource } from '../../core/deployment.ts'
import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'
import { deleteRole, findRole } from './execution-role.ts'
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
  await restoreChanges(deployment.id, session)
  const foreign = await findForeign(deployment, session)
  const failures: unknown[] = []
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

/**
 * Names that exist but are somebody else's, as their tags say: our create call for them was refused. Only asked
 * for what AWS never confirmed to us.
 */
async function findForeign(deployment: Deployment, session: AwsSession): Promise<Set<string>> {
  const foreign = new Set<string>()
  for (const { kind, name, id, owned } of deployment.resources) {
    if (!owned || id) continue
    if (kind !== 'lambda-function' && kind !== 'iam-role') continue
    const tags =
      kind === 'iam-role'
        ? (await findRole(name, session))?.tags
        : tagsOfFound(await findFunction(name, session))
    if (!tags || tags[DEPLOYMENT_TAG] === deployment.id) continue
    foreign.add(name)
    if (kind === 'lambda-function') foreign.add(logGroupOf(name))
  }
  return foreign
}

function tagsOfFound(found: { Tags?: Record<string, string> | undefined } | undefined) {
  return found && (found.Tags ?? {})
}
