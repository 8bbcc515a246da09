import type { Deployment } from '../core/deployment.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'
import type { Plan } from '../plan/plan.ts'
import type { OpenProvider } from '../providers/connections.ts'

/** What tells whether a plan's evictions can be made. */
export interface EvictionFacts {
  readonly plan: Plan
  readonly targets: readonly Target[]
  readonly deployments: readonly Deployment[]
  readonly providers: ReadonlyMap<string, OpenProvider>
}

/**
 * Says before the first invocation, and not hours later, that a target cannot be forced cold.
 * @throws ColdstartError `cannot-evict`
 */
export function refuseImpossibleEvictions({ plan, targets, deployments, providers }: EvictionFacts): void {
  const visits = plan.rounds.flatMap((round) => round.visits)
  const evicted = new Set(visits.filter(({ way }) => way?.coldBy === 'evict').map(({ target }) => target))
  const known = new Set(deployments.map(({ id }) => id))
  for (const { id, provider, deployment } of targets) {
    const possible = providers.get(provider)?.connection.evict !== undefined && known.has(deployment ?? '')
    if (evicted.has(id) && !possible) throw new ColdstartError('cannot-evict', { target: id, provider })
  }
}
