import type { Stop } from '../cold/cold-way.ts'
import type { Target } from '../core/target.ts'
import { groupOf, groupTargets } from '../core/target-groups.ts'
import type { LimitsByProvider } from './limits.ts'

/** Visits of one platform's replicas that may be measured at the same time. */
export interface Lanes {
  readonly provider: string
  /** How many of them. */
  readonly width: number
}

/**
 * Says which visits may overlap: those of replicas on a cloud, as many as it may be asked for cold starts at once
 * and its account may run. What
 * runs on this machine would be slowed by its neighbours, and a burst is not to be met by others.
 * @returns of a visit its lanes; undefined where it is measured alone
 */
export function lanesOfVisits(
  targets: readonly Target[],
  limits: LimitsByProvider,
): (visit: Pick<Stop, 'target' | 'cold'>) => Lanes | undefined {
  const groups = groupTargets(targets)
  const wide = new Map(
    targets.flatMap((target): [string, Lanes][] => {
      const { accountConcurrency = Number.POSITIVE_INFINITY } = target.facts ?? {}
      const width = Math.min(limits.get(target.provider)?.parallelColds ?? 1, accountConcurrency)
      const hasReplicas = (groups.get(groupOf(target))?.length ?? 0) > 1
      const mayOverlap = target.platform === 'cloud' && hasReplicas && width > 1
      return mayOverlap ? [[target.id, { provider: target.provider, width }]] : []
    }),
  )
  return ({ target, cold }) => (cold > 1 ? undefined : wide.get(target))
}
