import type { FunctionConfiguration, GetFunctionCommandOutput } from '@aws-sdk/client-lambda'
import { ColdstartError } from '../../core/errors.ts'
import type { AwsSession } from './aws-session.ts'

const POLL_MS = 1000
const LONGEST_WAIT_MS = 180_000
/** A snapshot of a SnapStart version takes minutes. */
const LONGEST_SNAPSHOT_MS = 600_000

/** GetFunction, or undefined when there is no such function. */
export async function findFunction(
  name: string,
  session: AwsSession,
  qualifier?: string,
): Promise<GetFunctionCommandOutput | undefined> {
  const lambda = await session.lambda()
  const what = { action: `look at the function ${name}`, permission: 'lambda:GetFunction' }
  const input = { FunctionName: name, ...(qualifier && { Qualifier: qualifier }) }
  return session.find(what, (on) => lambda.getFunction(input, on), ['ResourceNotFoundException'])
}

/**
 * Waits until a new function or version can be invoked. `Inactive` counts: it wakes on the first request.
 * The SDK's own waiters take every error for "not yet", so this polls by hand.
 * @throws ColdstartError `lambda-not-usable` when it failed or is gone, `lambda-too-slow` after three minutes
 */
export async function waitUntilActive(name: string, session: AwsSession, qualifier?: string): Promise<void> {
  const limitMs = qualifier ? LONGEST_SNAPSHOT_MS : LONGEST_WAIT_MS
  await poll(name, session, 'active', limitMs, qualifier, ({ State, StateReason, StateReasonCode }) => {
    if (State === 'Failed')
      throw unusable(name, `its state is Failed (${StateReasonCode ?? 'no reason'}): ${StateReason ?? ''}`)
    if (State === 'ActiveNonInvocable' || State === 'Deleting')
      throw unusable(name, `its state is ${State}: ${StateReason ?? 'it cannot be invoked'}`)
    return State === 'Active' || State === 'Inactive'
  })
}

/**
 * Waits until an update is in force: the revision differs from the one before *and* the update is Successful.
 * Either alone is true while the old configuration still answers.
 * @throws ColdstartError `lambda-not-usable` when the update failed, `lambda-too-slow`
 */
export async function waitUntilUpdated(
  name: string,
  revisionBefore: string | undefined,
  session: AwsSession,
): Promise<void> {
  await poll(name, session, 'updated', LONGEST_WAIT_MS, undefined, (configuration) => {
    const { LastUpdateStatus, LastUpdateStatusReason, LastUpdateStatusReasonCode, RevisionId } = configuration
    if (LastUpdateStatus === 'Failed')
      throw unusable(
        name,
        `its last update failed (${LastUpdateStatusReasonCode ?? 'no reason'}): ${LastUpdateStatusReason ?? ''}`,
      )
    return LastUpdateStatus === 'Successful' && RevisionId !== revisionBefore
  })
}

/** Waits until no update is in progress, so that one may be made. */
export async function waitUntilSettled(name: string, session: AwsSession): Promise<FunctionConfiguration> {
  return poll(name, session, 'settled', LONGEST_WAIT_MS, undefined, ({ State, LastUpdateStatus }) => {
    return State !== 'Pending' && LastUpdateStatus !== 'InProgress'
  })
}

async function poll(
  name: string,
  session: AwsSession,
  waitingFor: string,
  limitMs: number,
  qualifier: string | undefined,
  isDone: (configuration: FunctionConfiguration) => boolean,
): Promise<FunctionConfiguration> {
  const { clock, signal } = session.context
  const deadlineMs = clock.monotonicMs() + limitMs
  for (;;) {
    const found = await findFunction(name, session, qualifier)
    if (!found) throw unusable(name, 'it does not exist')
    if (isDone(found.Configuration ?? {})) return found.Configuration ?? {}
    if (clock.monotonicMs() >= deadlineMs)
      throw new ColdstartError('lambda-too-slow', { name, waitingFor, seconds: limitMs / 1000 })
    await clock.sleep(POLL_MS, signal)
  }
}

function unusable(name: string, reason: string): ColdstartError {
  return new ColdstartError('lambda-not-usable', { name, reason: reason.trim().replace(/[:.]$/, '') })
}
