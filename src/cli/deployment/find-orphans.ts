import type { Deployment } from '../../core/deployment.ts'
import { isColdstartError } from '../../core/errors.ts'
import { loadProvider, providerIds } from '../../providers/index.ts'
import type { ProviderContext } from '../../providers/provider.ts'
import type { Io } from '../io.ts'

/**
 * What coldstart made, found by name and tag on every platform (or those named) whose credentials are here,
 * without what the ledger of this folder knows. A platform that cannot be asked is said and passed over.
 */
export async function findOrphans(
  named: readonly string[],
  context: ProviderContext,
  io: Io,
): Promise<readonly Deployment[]> {
  const known = new Set((await context.ledger.open()).map(({ id }) => id))
  const found: Deployment[] = []
  for (const id of named.length > 0 ? named : providerIds) {
    const provider = await loadProvider(id)
    if (!provider.findOrphans) continue
    try {
      const orphans = await provider.findOrphans(context)
      found.push(...orphans.filter((orphan) => !known.has(orphan.id)))
    } catch (error) {
      if (!isColdstartError(error)) throw error
      io.stderr.write(`${provider.title} was not searched: ${error.message}\n`)
    }
  }
  return found
}
