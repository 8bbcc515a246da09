import type { Stop } from '../cold/cold-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { type Random, shuffled } from '../core/random.ts'
import type { Target } from '../core/target.ts'
import { visitMs } from './estimate-wall.ts'

/** Real idle periods may be longer than the planned one by this share of it. */
export const IDLE_TOLERANCE = 0.1

/**
 * Puts every round into one shuffled order, the same for the whole run, so that a target is idle for the same time
 * in each. From round to round the order is rotated by one, so that nothing is always first, where a target that
 * moves from the front to the end is not left idle for longer than `IDLE_TOLERANCE` allows.
 */
export function orderVisits(
  rounds: readonly (readonly Stop[])[],
  targets: readonly Target[],
  gaps: Pick<BenchConfig, 'warmGap' | 'replicaGap'>,
  random: Random,
): Stop[][] {
  const position = new Map(shuffled(targets, random).map(({ id }, index) => [id, index]))
  const inOrder = rounds.map((stops) =>
    stops.toSorted((a, b) => (position.get(a.target) ?? 0) - (position.get(b.target) ?? 0)),
  )
  const step = mayRotate(rounds, targets, gaps) ? 1 : 0
  return inOrder.map((stops, number) => {
    const from = (number * step) % Math.max(1, stops.length)
    return [...stops.slice(from), ...stops.slice(0, from)]
  })
}

function mayRotate(
  rounds: readonly (readonly Stop[])[],
  targets: readonly Target[],
  gaps: Pick<BenchConfig, 'warmGap' | 'replicaGap'>,
): boolean {
  const byId = new Map(targets.map((target) => [target.id, target]))
  return rounds.every((stops) => {
    const roundMs = stops.reduce(
      (sum, stop) => sum + gaps.replicaGap + visitMs(stop, byId.get(stop.target), gaps),
      0,
    )
    return stops.every(
      ({ way }) => way?.plannedIdleMs === undefined || roundMs <= IDLE_TOLERANCE * way.plannedIdleMs,
    )
  })
}
