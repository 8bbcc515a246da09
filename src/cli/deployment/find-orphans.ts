import type { Deployment } from '../../core/deployment.ts'
import { isColdstartError } from '../../core/errors.ts'
import type { Connections } from '../../providers/connections.ts'
import { providerIds } from '../../providers/index.ts'
import type { Io } from '../io.ts'

/**
 * What coldstart made, found by name and tag on every platform (or those named) whose credentials are here,
 * without what the ledger of this folder knows. A platform that cannot be asked is said and passed over.
 */
export async function findOrphans(
  named: readonly string[],
  connections: Connections,
  io: Io,
): Promise<readonly Deployment[]> {
  const known = new Set((await connections.context.ledger.open()).map(({ id }) => id))
  const found: Deployment[] = []
  for (const id of named.length > 0 ? named : providerIds) {
    const { provider, connection } = await connections.to(id)
    if (!connection.findOrphans) continue
    try {
      const orphans = await connection.findOrphans()
      found.push(...orphans.filter((orphan) => !known.has(orphan.id)))
    } catch (error) {
      if (!isColdstartError(error)) throw error
      io.stderr.write(`${provider.title} was not searched: ${error.message}\n`)
    }
  }
  return found
}
