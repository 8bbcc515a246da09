import { formatDuration } from '../../core/duration.ts'
import type { ColdWay } from '../result/cold-summary.ts'
import type { LostReplies } from '../result/lost-replies.ts'
import type { TargetGroup } from '../result/target-group.ts'
import type { SortedSamples } from '../sorted-samples.ts'
import type { Operand } from './budget.ts'

/** The waits a budget speaks of, of one target and one way of getting cold. */
export interface BudgetSubject {
  readonly group: TargetGroup
  readonly way?: ColdWay
  /** All waits, ms: what a quantile is taken of. */
  readonly waits: SortedSamples
  /** Independent values, ms: what intervals and tests are made of (warm: a median an instance; bursts: a median each). */
  readonly independent: SortedSamples
  /** What `independent` has one value of, where that is not a sample. */
  readonly clusters?: 'instances' | 'bursts'
  /** Replies of its kind that are in no figure. */
  readonly lost?: LostReplies
}

/**
 * Every target and way of getting cold that an operand speaks of. Without a way named, one that happens once
 * a deployment (`first`) counts only where it is the only one: it is a class of its own.
 * @param likeWay where the other side has several ways, the one that the first side has
 */
export function findSubjects(
  operand: Operand,
  groups: readonly TargetGroup[],
  likeWay?: ColdWay,
): BudgetSubject[] {
  const named = groups.filter(
    ({ name, target: { part } }) =>
      operand.target === undefined || name === operand.target || name === `${operand.target}@${part}`,
  )
  return named.flatMap((group): BudgetSubject[] => {
    if (operand.measure === 'warm') {
      const { waits, instanceMedians, lost } = group.warm
      return [{ group, waits, independent: instanceMedians, clusters: 'instances', ...(lost && { lost }) }]
    }
    return waysOf(operand, group, likeWay).map((way) => ({
      group,
      way,
      waits: way.waits,
      independent: way.independent,
      ...(way.lost && { lost: way.lost }),
      ...(way.facts.isCluster ? { clusters: 'bursts' as const } : {}),
    }))
  })
}

function waysOf({ coldBy }: Operand, { coldWays }: TargetGroup, like?: ColdWay): readonly ColdWay[] {
  if (coldBy) return coldWays.filter((way) => way.coldBy === coldBy)
  if (like) {
    const same = coldWays.filter((way) => way.coldBy === like.coldBy)
    const exact = same.filter(({ plannedIdleMs }) => plannedIdleMs === like.plannedIdleMs)
    return exact.length > 0 ? exact : same.length === 1 ? same : []
  }
  const later = coldWays.filter(({ facts }) => !facts.isOnce)
  return later.length > 0 ? later : coldWays
}

/** `lambda cold p50 (idle 15 m 00 s)`. */
export function nameSubject({ measure, p }: Operand, { group, way }: BudgetSubject): string {
  const idle = way?.plannedIdleMs === undefined ? '' : ` ${formatDuration(way.plannedIdleMs)}`
  const percentile = p === undefined ? '' : ` p${+(p * 100).toFixed(1)}`
  return `${group.name} ${measure}${percentile}${way ? ` (${way.coldBy}${idle})` : ''}`
}
