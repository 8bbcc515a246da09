import type { Connections } from '../../providers/connections.ts'
import type { Io } from '../io.ts'
import type { BenchRequest } from './bench-request.ts'

/**
 * Local engine or clouds. `--deploy` and `--yes` mean the clouds, `--local` the engine. Where providers are
 * named and nothing else is said, a terminal whose credentials serve for all of them is asked (by the
 * confirmation that follows); everywhere else it is the engine, and stderr says how to have the clouds.
 */
export async function choosePlatform(
  request: BenchRequest,
  connections: Connections,
  io: Io,
): Promise<'local' | 'cloud' | 'ask'> {
  const named = request.config.providers.filter((name) => name !== 'local')
  if (request.local || named.length === 0) return 'local'
  if (request.config.deploy || request.yes) return 'cloud'
  if (!request.dryRun && io.stderr.isTTY && (await allReady(named, connections))) return 'ask'
  io.stderr.write(`On the local engine; with --deploy, ${named.join(', ')} in the cloud.\n`)
  return 'local'
}

async function allReady(ids: readonly string[], connections: Connections): Promise<boolean> {
  const states = ids.map(async (id) => (await (await connections.to(id)).connection.check()).ready)
  const ready = await Promise.all(states).catch(() => [false])
  return ready.every(Boolean)
}
