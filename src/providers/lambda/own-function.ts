import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Resource } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { AwsSession } from './aws-session.ts'
import { changeVariables, NONCE_VARIABLE, readVariables, type Variables } from './evict-by-configuration.ts'
import { waitUntilSettled } from './wait-for-function.ts'

/**
 * A user's configuration as the ledger keeps it: the names of his variables and a salted digest of their values,
 * which may be secrets. It is enough to restore, because coldstart only ever adds one variable of its own, and to
 * prove afterwards that no other changed.
 */
const configurationBefore = z.object({
  variableNames: z.array(z.string()),
  salt: z.string(),
  variablesSha256: z.string(),
  revisionId: z.string().exactOptional(),
})

/**
 * Forces a function that is not ours cold, with a variable of our own beside all of its own; what was there is in
 * the ledger before the first change.
 * @throws ColdstartError `lambda-cannot-evict` when that variable is already there or the others cannot be read
 */
export async function evictOwnFunction(
  deploymentId: string,
  resource: Resource,
  nonce: string,
  session: AwsSession,
): Promise<void> {
  const { ledger } = session.context
  const pending = await ledger.pendingChanges(deploymentId)
  if (!pending.some((change) => change.resource.name === resource.name)) {
    const configuration = await waitUntilSettled(resource.name, session)
    const variables = readVariables(resource.name, configuration)
    if (NONCE_VARIABLE in variables) throw nonceInUse(resource.name)
    const { RevisionId } = configuration
    await ledger.changing(deploymentId, resource, {
      ...digestOf(variables, randomBytes(12).toString('hex')),
      ...(RevisionId && { revisionId: RevisionId }),
    })
  }
  await changeVariables(resource.name, (variables) => ({ ...variables, [NONCE_VARIABLE]: nonce }), session)
}

/** Takes our variable away again, from the configuration as it is now: changes its owner made meanwhile stay. */
export async function restoreOwnFunction(
  deploymentId: string,
  resource: Resource,
  before: unknown,
  session: AwsSession,
): Promise<void> {
  const { ledger, logger } = session.context
  let left: Variables = {}
  await changeVariables(
    resource.name,
    (variables) => {
      const { [NONCE_VARIABLE]: nonce, ...others } = variables
      left = others
      return nonce === undefined ? undefined : others
    },
    session,
  )
  const known = configurationBefore.safeParse(before)
  if (known.success && digestOf(left, known.data.salt).variablesSha256 !== known.data.variablesSha256)
    logger.warn(
      `${resource.name}: its variables were changed by somebody else during the run; only ${NONCE_VARIABLE} was taken away.`,
    )
  await ledger.restored(deploymentId, resource)
}

function digestOf(variables: Variables, salt: string) {
  const names = Object.keys(variables).sort()
  const text = JSON.stringify([salt, names.map((name) => [name, variables[name]])])
  return { variableNames: names, salt, variablesSha256: createHash('sha256').update(text).digest('hex') }
}

function nonceInUse(name: string): ColdstartError {
  return new ColdstartError('lambda-cannot-evict', {
    name,
    reason: `it has a variable ${NONCE_VARIABLE} that this ledger knows nothing of`,
    hint: 'Another run may be measuring it. If none is, delete that variable and run again.',
  })
}
