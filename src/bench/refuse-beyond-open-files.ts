import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { environmentsFor } from './environments-for.ts'
import { openFilesLimit } from './open-files-process.ts'
import type { FunctionSources } from './sources.ts'

/**
 * An environment of the engine holds its pipes, a request and its runtime's connections: 5.5 files each at bursts of 20
 * and 40, and a request of the probe 2.4: 2026-11-28, Linux, Node 20.20.2, counted in /proc/<pid>/fd.
 */
const FILES_PER_ENVIRONMENT = 6
const FILES_PER_REQUEST = 3
/** Node's own, the run file, the probe and the engine's listeners. */
const FILES_ALWAYS = 64

/**
 * Refuses a burst for which this machine would not open enough files: its requests would fail half-way, with words
 * that name everything but the cause.
 * @param limit how many there may be; asked of the system only where there is a burst
 * @throws ColdstartError `too-few-files`
 */
export function refuseBeyondOpenFiles(
  config: BenchConfig,
  { local }: Pick<FunctionSources, 'local'>,
  limit: () => number | undefined = openFilesLimit,
): void {
  const { burst } = config
  if (burst <= 1) return
  // Each in a process of its own. The environments of one function are still there when those of the next are started.
  const inEngine = Math.min(burst, environmentsFor(config)) * FILES_PER_ENVIRONMENT * local.length
  const inProbe = local.length > 0 ? 0 : burst * FILES_PER_REQUEST
  const variable = Math.max(inEngine, inProbe)
  const most = limit()
  if (most === undefined || FILES_ALWAYS + variable <= most) return
  const fitting = Math.floor((burst * (most - FILES_ALWAYS)) / variable)
  throw new ColdstartError('too-few-files', { burst, needed: FILES_ALWAYS + variable, most, fitting })
}
