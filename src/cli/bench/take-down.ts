import type { Deployment } from '../../core/deployment.ts'
import { type Connections, openConnections } from '../../providers/connections.ts'
import { destroyDeployments } from '../deployment/destroy-deployments.ts'
import type { Io } from '../io.ts'

/** Said before something is deployed for a run. */
export const TAKEN_DOWN = 'All of it is taken down after the run, unless --keep is given.'

/**
 * Takes down what this run made: the engines, and, unless they are to be kept, the remote deployments of
 * the ledger that were not there before, whole or half-made. An interrupt does not stop this.
 * @returns how many remote deployments are still there against the user's will
 */
export async function takeDown(
  made: readonly Deployment[],
  options: { readonly keep: boolean; readonly before: ReadonlySet<string> },
  connections: Connections,
  io: Io,
): Promise<number> {
  const context = { ...connections.context, signal: new AbortController().signal }
  for (const deployment of made) {
    const { provider, connection } = await connections.to(deployment.provider)
    if (provider.endsWithProcess) await connection.destroy(deployment)
  }
  const remote = (await context.ledger.open()).filter(({ id }) => !options.before.has(id))
  const unwanted = options.keep
    ? remote.filter(({ resources }) => resources.some(({ owned }) => !owned))
    : remote
  if (options.keep && remote.length > 0)
    io.stderr.write('Kept; coldstart list shows it, coldstart destroy takes it down.\n')
  const uninterrupted = openConnections(context)
  try {
    return await destroyDeployments(unwanted, uninterrupted, io)
  } finally {
    await uninterrupted.close()
  }
}
