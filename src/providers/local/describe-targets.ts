import type { Target } from '../../core/target.ts'
import type { FunctionOptions } from '../../engine/engine-options.ts'
import type { Engine } from '../../engine/start-engine.ts'
import type { PlannedTarget } from '../provider.ts'
import type { LocalOptions } from './options.ts'

/** The functions an engine will serve as targets: `lambda`, `vercel`, `netlify`; replicas are `lambda#2`, grouped. */
export function planTargets(
  functions: readonly FunctionOptions[],
  deployment: string,
  options: LocalOptions,
): PlannedTarget[] {
  const seen = new Map<string, number>()
  return functions.map(({ contract, name, memoryMb }) => {
    const replica = (seen.get(contract) ?? 0) + 1
    seen.set(contract, replica)
    return {
      id: replica === 1 ? contract : `${contract}#${replica}`,
      provider: 'local',
      platform: 'local',
      deployment,
      functionName: name,
      region: 'local',
      memoryMb,
      replica,
      group: contract,
      details: { contract, idleTtlMs: options.idleTtlMs, concurrencyPerInstance: 1 },
    }
  })
}

/** The same targets once the engine serves them, with their addresses and what runs each. */
export function startedTargets(planned: readonly PlannedTarget[], engine: Engine): Target[] {
  return engine.functions.map(({ url, functionUrl, runtimeClient }, index) => ({
    ...(planned[index] as PlannedTarget),
    url,
    details: {
      ...planned[index]?.details,
      runtimeClient,
      pingUrl: `${engine.url}/ping.txt`,
      ...(functionUrl !== undefined && { functionUrl }),
    },
  }))
}
