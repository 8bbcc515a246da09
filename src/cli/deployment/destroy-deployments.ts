import type { Deployment } from '../../core/deployment.ts'
import { isColdstartError } from '../../core/errors.ts'
import type { Connections } from '../../providers/connections.ts'
import type { Io } from '../io.ts'

/**
 * Takes deployments down one after the other, newest first; one that fails does not keep the others.
 * @returns how many are still there
 */
export async function destroyDeployments(
  deployments: readonly Deployment[],
  connections: Connections,
  io: Io,
): Promise<number> {
  let left = 0
  for (const deployment of [...deployments].reverse()) {
    connections.context.signal.throwIfAborted()
    try {
      const { connection } = await connections.to(deployment.provider)
      await connection.destroy(deployment)
      io.stderr.write(`destroyed ${deployment.id}\n`)
    } catch (error) {
      if (!isColdstartError(error)) throw error
      left += 1
      io.stderr.write(`error: ${deployment.id}: ${error.message}\n  ${error.hint}\n`)
    }
  }
  return left
}
