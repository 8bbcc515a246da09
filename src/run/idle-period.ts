import type { Sample } from '../core/sample.ts'
import type { ColdWay, PlanSettings } from '../plan/plan.ts'

/** How much longer the next idle period is after one that an instance survived. */
const GROWTH = 2

/**
 * The idle period before the next cold-intended invocation of a target, ms. It grows with every one of the same
 * way that met a live instance, up to the plan's maximum; computed from the samples, so a resumed run agrees.
 */
export function nextIdlePeriod(way: ColdWay, samples: readonly Sample[], settings: PlanSettings): number {
  const planned = way.plannedIdleMs ?? 0
  if (settings.adaptiveIdleMaxMs === undefined || way.coldBy !== 'idle') return planned
  const survived = samples.filter(
    (sample) => sample.intended === 'cold' && sample.coldBy === 'idle' && sample.observed === 'warm',
  )
  const longest = Math.max(0, ...survived.map(({ plannedIdleMs }) => plannedIdleMs ?? 0))
  return longest < planned
    ? planned
    : Math.min(longest * GROWTH, Math.max(planned, settings.adaptiveIdleMaxMs))
}
