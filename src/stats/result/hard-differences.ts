import type { Result } from '../../core/result.ts'
import type { Target } from '../../core/target.ts'
import { listDifferences, NO_ASYMMETRY } from './parity.ts'

/** A target, and what its run was told. */
export interface ConfiguredTarget {
  readonly target: Target
  readonly config: Result['config']
}

/** What makes two targets unlike, so that they are compared only when that is forced. */
export function hardDifferences(a: ConfiguredTarget, b: ConfiguredTarget): string[] {
  return listDifferences(factsOf(a), factsOf(b)).filter((line) => line !== NO_ASYMMETRY)
}

function factsOf({ target, config }: ConfiguredTarget) {
  const { platform, region, memoryMb, runtime, architecture, facts } = target
  return {
    'where it runs': platform,
    region,
    memory: memoryMb === undefined ? undefined : `${memoryMb} MB`,
    runtime,
    architecture,
    ...(platform === 'local' && {
      'CPU share': facts?.parity?.cpu ?? 'off',
      disk: facts?.parity?.disk ?? 'as it is in memory',
      ...(facts?.coldMeans !== undefined && { 'what is cold': facts.coldMeans }),
    }),
    'called by': config.trigger === 'queue' ? 'a job of a queue' : 'a request',
  }
}
