import { wayNamed } from '../cold/find-way.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'
import type { DeployQuota, ProviderLimits } from '../providers/provider-limits.ts'
import type { PlanEstimate, QuotaUse, Visit } from './plan.ts'

/** What is made at one stage (`production`, `draft`): deployments, and evictions where those are deployments. */
interface Made {
  readonly stage: string | undefined
  readonly count: number
}

/** The deployments of a provider's targets and, where they count, their evictions: once a round for all its targets. */
export function deploymentsMade(
  targets: readonly Target[],
  visits: readonly Visit[],
  limits: ProviderLimits | undefined,
): Made[] {
  const evictions = limits?.evictionIsDeploy ? countEvictions(targets, visits) : new Map<string, number>()
  const stages = new Map(
    targets.flatMap(({ deployment, facts }) =>
      deployment === undefined ? [] : [[deployment, facts?.parity?.stage?.toString()] as const],
    ),
  )
  return [...stages].map(([deployment, stage]) => ({ stage, count: 1 + (evictions.get(deployment) ?? 0) }))
}

/** By deployment, or by target where it has none. */
export function countEvictions(targets: readonly Target[], visits: readonly Visit[]): Map<string, number> {
  const deploymentOf = new Map(targets.map(({ id, deployment }) => [id, deployment ?? id]))
  const rounds = new Map<string, Set<number>>()
  for (const { way, round, target } of visits) {
    if (!way || !wayNamed(way.coldBy).estimate?.isEviction) continue
    const deployment = deploymentOf.get(target) ?? target
    rounds.set(deployment, (rounds.get(deployment) ?? new Set()).add(round))
  }
  return new Map([...rounds].map(([deployment, all]) => [deployment, all.size]))
}

/** What a plan takes of each quota that it touches. */
export function quotaUses(made: readonly Made[], quotas: readonly DeployQuota[] = []): QuotaUse[] {
  return quotas.flatMap((quota) => {
    const counted = made.filter(({ stage }) => quota.stage === undefined || quota.stage === stage)
    const used = counted.reduce((sum, { count }) => sum + count, 0) * quota.perDeploy
    return used > 0 ? [{ ...quota, used }] : []
  })
}

/**
 * Refuses a plan that takes more than the smallest plan of its platform has, before anything is made.
 * @throws ColdstartError `over-quota`, unless `overQuota` says that the account has more
 */
export function refuseOverQuota(
  { providers }: Pick<PlanEstimate, 'providers'>,
  { overQuota }: { readonly overQuota: boolean },
): void {
  if (overQuota) return
  for (const { provider, quotas = [] } of providers) {
    const over = quotas.find(({ used, most }) => used > most)
    if (over) throw new ColdstartError('over-quota', { provider, ...over })
  }
}
