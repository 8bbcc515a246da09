import type { Target } from '../../core/target.ts'
import { listDifferences, NO_ASYMMETRY } from './parity.ts'

/** What makes two targets unlike, so that they are compared only when that is forced. */
export function hardDifferences(a: Target, b: Target): string[] {
  const facts = ({ platform, region, memoryMb, runtime, architecture }: Target) => ({
    'where it runs': platform,
    region,
    memory: memoryMb === undefined ? undefined : `${memoryMb} MB`,
    runtime,
    architecture,
  })
  return listDifferences(facts(a), facts(b)).filter((line) => line !== NO_ASYMMETRY)
}
