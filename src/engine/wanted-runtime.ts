import { versions } from 'node:process'
import { ColdstartError } from '../core/errors.ts'
import { type RuntimeName, readRuntimeName, runtimeMeant } from '../workload/runtime-name.ts'
import type { FunctionOptions } from './engine-options.ts'
import { isVersion } from './interpreters.ts'

/**
 * The runtime that was asked for by `--runtime`, where it can run the function here: a function's own language, in the
 * version of this machine; for JavaScript Bun and Deno too. OS-only runtimes are alike, since they bring nothing.
 * @throws ColdstartError `runtime-not-here`
 */
export function readWanted(
  runtime: string,
  { contract, language, node }: Pick<FunctionOptions, 'contract' | 'language' | 'node'>,
): RuntimeName {
  const wanted = readRuntimeName(runtime)
  const meant = runtimeMeant(runtime)
  if (!wanted) throw new ColdstartError('runtime-not-here', { runtime, ...(meant && { meant }) })
  if (contract === 'cloudflare')
    throw new ColdstartError('runtime-not-here', { runtime, found: 'workerd, which runs Workers' })
  const { family, version } = wanted
  const own = language ?? 'nodejs'
  const isScript = own === 'nodejs' && (family === 'bun' || family === 'deno')
  if (family !== own && !isScript)
    throw new ColdstartError('runtime-not-here', { runtime, found: `a function for ${own}` })
  const nodeVersion = node?.version ?? versions.node
  if (family === 'nodejs' && !isVersion(nodeVersion, version))
    throw new ColdstartError('runtime-not-here', { runtime, found: `Node ${nodeVersion}` })
  return wanted
}
