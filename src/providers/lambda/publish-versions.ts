import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'
import { waitUntilActive, waitUntilSettled, waitUntilUpdated } from './wait-for-function.ts'

/**
 * Publishes versions of one function, each a cold domain of its own. Unchanged code and configuration would give
 * the same version again, so each gets another description; updates must follow one another.
 * @param label makes the descriptions differ from those of an earlier batch
 * @returns version numbers, each active
 * @see https://github.com/alexcasalboni/aws-lambda-power-tuning (its onlyColdStarts mode)
 */
export async function publishVersions(
  name: string,
  count: number,
  label: string,
  session: AwsSession,
): Promise<string[]> {
  const versions: string[] = []
  for (let index = 0; index < count; index++) {
    await describe(name, `coldstart ${label} ${index + 1} of ${count}`, session)
    versions.push(await publish(name, session))
  }
  for (const version of versions) await waitUntilActive(name, session, version)
  return versions
}

async function describe(name: string, Description: string, session: AwsSession): Promise<void> {
  const lambda = await session.lambda()
  const before = await waitUntilSettled(name, session)
  const what = {
    action: `change the description of ${name}`,
    permission: 'lambda:UpdateFunctionConfiguration',
  }
  const input = { FunctionName: name, Description }
  await retryConflict(session, (pass) =>
    session.call(what, (on) => lambda.updateFunctionConfiguration(input, on), { pass }),
  )
  await waitUntilUpdated(name, before.RevisionId, session)
}

async function publish(name: string, session: AwsSession): Promise<string> {
  const lambda = await session.lambda()
  const what = { action: `publish a version of ${name}`, permission: 'lambda:PublishVersion' }
  const reply = await retryConflict(session, (pass) =>
    session.call(what, (on) => lambda.publishVersion({ FunctionName: name }, on), { pass }),
  )
  return reply.Version ?? '$LATEST'
}

const TRIES = 5
const RETRY_MS = 1000

/** "An update is in progress": said by AWS for a moment after it has ended, too. */
async function retryConflict<Reply>(
  session: AwsSession,
  send: (pass: readonly string[]) => Promise<Reply>,
): Promise<Reply> {
  const pass = ['ResourceConflictException']
  for (let attempt = 1; attempt < TRIES; attempt++) {
    try {
      return await send(pass)
    } catch (error) {
      if (!isAwsError(error, ...pass)) throw error
    }
    await session.context.clock.sleep(RETRY_MS, session.context.signal)
  }
  return send([])
}
