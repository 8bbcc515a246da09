import { resolve } from 'node:path'
import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { contracts } from '../workload/contract.ts'
import { sampleFolder } from '../workload/sample.ts'
import { openSource, type WorkloadSource } from '../workload/workload-source.ts'
import type { FunctionSources } from './sources.ts'

/**
 * Refuses a file of the user's that is none of a function, before anything remote is asked; in a dry run too.
 * @throws ColdstartError `no-function`, `not-javascript`, and as sourceOf
 */
export async function checkFunction(
  { local, clouds }: Pick<FunctionSources, 'local' | 'clouds'>,
  config: BenchConfig,
  cwd: string,
): Promise<void> {
  const source = sourceOf(config, cwd)
  if (!('file' in source)) return
  for (const contract of contracts)
    if (local.includes(contract) || clouds.includes(contract)) await openSource(source, { contract })
}

/**
 * Where the function under test is: the user's file or folder, else the sample.
 * @throws ColdstartError `bad-arguments` when both are given
 */
export function sourceOf(config: BenchConfig, cwd: string): WorkloadSource {
  const { functionPath, exportName } = ownFunctionOf(config)
  if (functionPath === undefined) return { folder: resolve(cwd, config.fixture ?? sampleFolder) }
  if (config.fixture !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: '--function and --fixture both name the function to measure.',
      command: 'bench',
      suggestion: 'one of them',
    })
  return { file: resolve(cwd, functionPath), ...(exportName && { exportName }) }
}

/** The user's file is a setting of the local engine for historical reasons; it means every platform. */
function ownFunctionOf({ options }: BenchConfig): { functionPath?: string; exportName?: string } {
  const { functionPath, exportName } = options.local ?? {}
  return {
    ...(typeof functionPath === 'string' && { functionPath }),
    ...(typeof exportName === 'string' && { exportName }),
  }
}
