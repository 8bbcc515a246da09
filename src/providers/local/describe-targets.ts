import { z } from 'zod'
import type { Target } from '../../core/target.ts'
import { CPU_OFF } from '../../engine/cpu/describe-cpu.ts'
import type { FunctionOptions, WorkerCold } from '../../engine/engine-options.ts'
import type { Engine } from '../../engine/start-engine.ts'
import { contracts } from '../../workload/contract.ts'
import type { PlannedTarget } from '../provider.ts'
import type { LocalOptions } from './options.ts'

/** What is needed to call a function of the engine. */
export const localHandle = z.object({
  contract: z.enum(contracts),
  /** A static file of the engine. */
  pingUrl: z.string().exactOptional(),
  functionUrl: z.string().exactOptional(),
})

/**
 * The functions an engine will serve as targets: `lambda`, `vercel`, `netlify`; replicas are `lambda#2`, grouped.
 * @param names of the functions' targets, one a function; replicas share one
 */
export function planTargets(
  functions: readonly FunctionOptions[],
  names: readonly string[],
  deployment: string,
  options: LocalOptions,
): PlannedTarget[] {
  const seen = new Map<string, number>()
  return functions.map(({ contract, name, memoryMb, runtime, workerCold }, index) => {
    const group = names[index] ?? contract
    const replica = (seen.get(group) ?? 0) + 1
    seen.set(group, replica)
    return {
      id: replica === 1 ? group : `${group}#${replica}`,
      provider: 'local',
      platform: 'local',
      deployment,
      functionName: name,
      region: 'local',
      memoryMb,
      ...(runtime !== undefined && { runtime }),
      replica,
      group,
      facts: {
        idleTtlMs: options.idleTtlMs,
        accountConcurrency: options.maxEnvironments,
        ...(contract === 'cloudflare' && { coldMeans: coldMeans(workerCold) }),
        parity: { concurrencyPerInstance: 1 },
      },
      handle: { contract },
    }
  })
}

/** What is started for a Worker; Cloudflare's own cold start is another thing. */
function coldMeans(workerCold: WorkerCold = 'process'): string {
  return workerCold === 'isolate' ? 'isolate start, local' : 'process and isolate start, local'
}

/** The same targets once the engine serves them, with their addresses and what runs each. */
export function startedTargets(planned: readonly PlannedTarget[], engine: Engine): Target[] {
  return engine.functions.map(({ url, functionUrl, runtimeClient, cpu, disk }, index) => ({
    ...(planned[index] as PlannedTarget),
    url,
    facts: {
      ...planned[index]?.facts,
      parity: {
        ...planned[index]?.facts?.parity,
        runBy: runtimeClient,
        ...(cpu !== CPU_OFF && { cpu }),
        ...(disk !== undefined && { disk }),
      },
    },
    handle: {
      ...planned[index]?.handle,
      pingUrl: `${engine.url}/ping.txt`,
      ...(functionUrl !== undefined && { functionUrl }),
    },
  }))
}
