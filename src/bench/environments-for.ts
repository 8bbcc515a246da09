import { totalmem } from 'node:os'
import type { BenchConfig } from '../config/bench-config.ts'
import { functionDefaults } from '../engine/engine-options.ts'
import { ENVIRONMENT_MB } from '../plan/estimate-cost.ts'

/** The engine takes no more than this share of the machine's memory for the environments of one burst. */
const MEMORY_SHARE = 0.5

/**
 * How many environments of one function the engine runs at once: what was asked for, else as many as the burst is
 * large, as far as the memory goes.
 */
export function environmentsFor({ burst, options }: BenchConfig): number {
  const asked = options.local?.maxEnvironments
  if (typeof asked === 'number') return asked
  const fitting = Math.floor((MEMORY_SHARE * totalmem()) / 2 ** 20 / ENVIRONMENT_MB)
  return Math.max(functionDefaults.maxEnvironments, Math.min(burst, fitting))
}

/**
 * The same as the engine takes it, with how many are to be ready before the first burst: else that would wait for the
 * processes of its isolates, which no isolate's start has in it.
 */
export function environmentsOf(config: BenchConfig): { maxEnvironments: number; atOnce?: number } {
  const { burst, workerCold } = config
  const maxEnvironments = environmentsFor(config)
  const isReadied = workerCold === 'isolate' && burst > 1
  return { maxEnvironments, ...(isReadied && { atOnce: Math.min(burst, maxEnvironments) }) }
}
