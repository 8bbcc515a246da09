import type { Result } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import { groupNames } from '../stats/result/collect-groups.ts'
import { coldWayOf } from '../stats/result/sample-kind.ts'
import type { NamedFigures } from './named-figures.ts'

/** The samples of one target that have a wait and did not fail. */
export function timedSamples({ samples, targets }: Result, target: string): Sample[] {
  const groups = groupNames(targets)
  return samples.filter(
    (sample) =>
      (groups.get(sample.target) ?? sample.target) === target &&
      !sample.error &&
      sample.phases.waitMs !== undefined,
  )
}

/** The samples behind a figure: of its target, its temperature and its way of getting cold. */
export function samplesBehind(result: Result, figures: NamedFigures): Sample[] {
  const { target, coldBy, plannedIdleMs } = figures
  const timed = timedSamples(result, target)
  if (coldBy === undefined) return timed.filter(isWarm)
  const way = { coldBy, ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }) }
  return timed.filter((sample) => isMeantCold(sample, way) && sample.observed === 'cold')
}

/** Whether a sample was meant to be cold in this way; ways are told apart as summaries tell them. */
export function isMeantCold(
  sample: Sample,
  way: { readonly coldBy: string; readonly plannedIdleMs?: number },
): boolean {
  return sample.intended === 'cold' && coldWayOf(sample) === coldWayOf(way)
}

/** Whether a sample is one of the warm figures: meant to be warm, and warm. */
export function isWarm({ intended, observed }: Sample): boolean {
  return intended === 'warm' && observed === 'warm'
}
