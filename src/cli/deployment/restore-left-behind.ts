import { isColdstartError, messageOf } from '../../core/errors.ts'
import type { Connections } from '../../providers/connections.ts'

/**
 * Puts back what a killed run left changed of functions that are not ours; called when a command starts that may
 * call platforms. Does nothing while another coldstart is using the ledger, and never fails the command: what
 * cannot be put back now stays in the ledger for the next start or `coldstart destroy`.
 */
export async function restoreLeftBehind(connections: Connections): Promise<void> {
  const { ledger, logger } = connections.context
  for (const deployment of await ledger.open()) {
    if ((await ledger.pendingChanges(deployment.id)).length === 0) continue
    try {
      await ledger.claim()
      const { connection } = await connections.to(deployment.provider)
      await connection.destroy(deployment)
      logger.warn(`${deployment.id}: put back what an interrupted run had changed.`)
    } catch (error) {
      if (isColdstartError(error) && error.code === 'ledger-in-use') return
      logger.warn(
        `${deployment.id}: what an interrupted run had changed is not put back: ${messageOf(error)}`,
      )
    }
  }
}
