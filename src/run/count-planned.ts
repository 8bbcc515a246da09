import { type Plan, sampleIdsOf, type Visit } from '../plan/plan.ts'
import type { RunState } from './run-state.ts'

/** How many invocations are planned, and how many of them are recorded. */
export interface PlannedCount {
  readonly of: number
  readonly done: number
}

/** The same of each target, in the order in which the plan meets them. */
export function countPerTarget(plan: Plan, state: RunState): Record<string, PlannedCount> {
  const counts: Record<string, PlannedCount> = {}
  for (const { visits } of plan.rounds)
    for (const visit of visits) {
      const { of = 0, done = 0 } = counts[visit.target] ?? {}
      counts[visit.target] = { of: of + visit.cold + visit.warm, done: done + countDone(visit, state) }
    }
  return counts
}

/** @returns how many of a visit's invocations are recorded */
function countDone(visit: Visit, state: RunState): number {
  if (state.count === 0) return 0
  return sampleIdsOf(visit).filter((id) => state.has(id)).length
}
