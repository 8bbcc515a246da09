import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import { ColdstartError } from '../../core/errors.ts'
import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'
import { waitUntilSettled, waitUntilUpdated } from './wait-for-function.ts'

/** The one variable that coldstart sets, beside all that are there. */
export const NONCE_VARIABLE = 'COLDSTART_NONCE'

const TRIES = 5
const RETRY_MS = 1000

/** A function's environment variables, by their names. */
export type Variables = Readonly<Record<string, string>>

/**
 * Changes a function's environment variables and waits until the change is in force. The map replaces all
 * variables, so it is made from the very revision that was read: if somebody changes the function in between, AWS
 * refuses the update and it is made anew.
 * @param change from the variables there are to those there shall be; undefined leaves the function alone
 * @throws ColdstartError `lambda-cannot-evict` when the variables cannot be read
 */
export async function changeVariables(
  name: string,
  change: (variables: Variables) => Variables | undefined,
  session: AwsSession,
): Promise<void> {
  const lambda = await session.lambda()
  const { clock, signal } = session.context
  const what = {
    action: `change the configuration of ${name}`,
    permission: 'lambda:UpdateFunctionConfiguration',
  }
  const pass = ['ResourceConflictException', 'PreconditionFailedException']
  for (let attempt = 1; ; attempt++) {
    const before = await waitUntilSettled(name, session)
    const variables = readVariables(name, before)
    const wanted = change(variables)
    if (!wanted) return
    const input = {
      FunctionName: name,
      Environment: { Variables: { ...wanted } },
      ...(before.RevisionId && { RevisionId: before.RevisionId }),
    }
    const options = { pass: attempt < TRIES ? pass : [], secrets: Object.values(variables) }
    try {
      await session.call(what, (on) => lambda.updateFunctionConfiguration(input, on), options)
      return await waitUntilUpdated(name, before.RevisionId, session)
    } catch (error) {
      if (!isAwsError(error, ...pass)) throw error
    }
    await clock.sleep(RETRY_MS, signal)
  }
}

/** Forces the next invocation cold: an instance with another environment than the one before must be new. */
export async function evictByConfiguration(name: string, nonce: string, session: AwsSession): Promise<void> {
  await changeVariables(name, (variables) => ({ ...variables, [NONCE_VARIABLE]: nonce }), session)
}

/**
 * The function's variables. Where the caller may not decrypt them AWS gives an error in their place, and writing
 * back what was read would erase them all.
 * @throws ColdstartError `lambda-cannot-evict`
 */
export function readVariables(name: string, configuration: FunctionConfiguration): Variables {
  const { Error: failure, Variables } = configuration.Environment ?? {}
  if (!failure) return Variables ?? {}
  throw new ColdstartError('lambda-cannot-evict', {
    name,
    reason: `its environment variables cannot be read (${failure.ErrorCode ?? 'no reason'})`,
    hint: 'Allow kms:Decrypt on the key of the function, or measure with --cold-by idle.',
  })
}
