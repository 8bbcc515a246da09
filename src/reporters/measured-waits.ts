import type { Result } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import { groupOf } from '../core/target-groups.ts'
import type { NamedFigures } from './named-figures.ts'

/** The samples behind a figure: of its target, temperature and way of getting cold, without errors. */
export function samplesOf({ samples, targets }: Result, figures: NamedFigures): Sample[] {
  const groups = new Map(targets.map((target) => [target.id, groupOf(target)]))
  return samples.filter(
    ({ target, error, intended, observed, coldBy = 'idle', plannedIdleMs, phases }) =>
      (groups.get(target) ?? target) === figures.target &&
      !error &&
      phases.waitMs !== undefined &&
      (figures.isCold
        ? intended === 'cold' &&
          observed === 'cold' &&
          coldBy === figures.coldBy &&
          (figures.plannedIdleMs === undefined || plannedIdleMs === figures.plannedIdleMs)
        : intended === 'warm' && observed === 'warm'),
  )
}
