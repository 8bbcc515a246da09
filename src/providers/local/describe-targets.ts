import type { Target } from '../../core/target.ts'
import type { ServedFunction } from '../../engine/engine-options.ts'
import type { Engine } from '../../engine/start-engine.ts'
import type { LocalOptions } from './options.ts'

/** The engine's functions as targets: `lambda`, `vercel`, `netlify`; replicas are `lambda#2`, grouped. */
export function describeTargets(engine: Engine, deployment: string, options: LocalOptions): Target[] {
  const seen = new Map<string, number>()
  return engine.functions.map((served) => {
    const replica = (seen.get(served.contract) ?? 0) + 1
    seen.set(served.contract, replica)
    return describeTarget(served, engine, deployment, options, replica)
  })
}

function describeTarget(
  served: ServedFunction,
  engine: Engine,
  deployment: string,
  options: LocalOptions,
  replica: number,
): Target {
  const { contract, name } = served
  return {
    id: replica === 1 ? contract : `${contract}#${replica}`,
    provider: 'local',
    platform: 'local',
    url: served.url,
    deployment,
    functionName: name,
    region: 'local',
    memoryMb: served.memoryMb,
    replica,
    group: contract,
    details: {
      contract,
      runtimeClient: served.runtimeClient,
      idleTtlMs: options.idleTtlMs,
      concurrencyPerInstance: 1,
      pingUrl: `${engine.url}/ping.txt`,
      ...(served.functionUrl !== undefined && { functionUrl: served.functionUrl }),
    },
  }
}
