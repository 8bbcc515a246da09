import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'
import { estimateCosts } from '../plan/estimate-cost.ts'
import { limitsOf } from '../plan/limits.ts'
import { makePlan } from '../plan/make-plan.ts'
import { NOWHERE } from '../plan/preview-targets.ts'
import { refuseOverQuota } from '../plan/quotas.ts'
import type { Connections } from '../providers/connections.ts'
import { nameTargets } from './name-targets.ts'
import type { DeployOrder, PlannedTargets } from './targets.ts'

/** The targets of planned deployments, as they will be called; they have no address yet. */
export function targetsToCome(orders: readonly DeployOrder[]): Target[] {
  return orders.flatMap((order) => {
    const there = order.plan.targets.map((target) => ({ ...target, url: NOWHERE }))
    return nameTargets(there, order, new Map())
  })
}

/**
 * Refuses a run on clouds that would take more of a quota than their smallest plans have, before anything is made.
 * @throws ColdstartError `over-quota`, and those of `makePlan`
 */
export async function judgeQuotas(
  { clouds }: PlannedTargets,
  config: BenchConfig,
  connections: Connections,
): Promise<void> {
  if (clouds.length === 0 || config.overQuota) return
  const targets = targetsToCome(clouds)
  const limits = limitsOf(await connections.toAll(targets.map(({ provider }) => provider)))
  // A search makes its rounds on the way, and never forces.
  const rounds = config.keepalive ? [] : makePlan(config, targets, limits).rounds
  refuseOverQuota(estimateCosts(rounds, targets, limits), config)
}
