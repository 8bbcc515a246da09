import type { Comparison, OmnibusTest } from '../../core/result.ts'
import { adjustComparisons, judgeComparison } from '../compare-samples.ts'
import { kruskalWallis } from '../kruskal-wallis.ts'
import { median } from '../quantile.ts'
import { type ColdWay, compareColdWays, isTestable } from './cold-summary.ts'
import type { Surroundings } from './machine.ts'
import { idleAsymmetry, listAsymmetries, NO_ASYMMETRY } from './parity.ts'
import { coldWayOf } from './sample-kind.ts'
import type { TargetGroup } from './target-group.ts'

interface Pair {
  readonly a: TargetGroup
  readonly b: TargetGroup
  readonly wayA: ColdWay
  readonly wayB: ColdWay
}

/**
 * Cold waits of every pair of groups that were brought cold in the same way, Holm-adjusted over all
 * pairs of the run that could be significant. Beyond 20 groups each is compared only with the fastest of its
 * way, so that a result grows with its targets and not with their square.
 * @param threshold practical threshold as a share: 0.05 is 5 %
 */
export function compareGroups(
  groups: readonly TargetGroup[],
  run: Surroundings,
  threshold: number,
): Comparison[] {
  const pairs = pairsOf(groups)
  const found = pairs.map(({ wayA, wayB }) => compareColdWays(wayA, wayB))
  const adjusted = adjustComparisons(found)
  return pairs.map(({ a, b, wayA, wayB }, index) => {
    const comparison = found[index] as (typeof found)[number]
    const pAdjusted = adjusted[index]
    return {
      a: a.name,
      b: b.name,
      coldBy: wayA.coldBy,
      ...(wayA.plannedIdleMs !== undefined && wayA.plannedIdleMs === wayB.plannedIdleMs
        ? { plannedIdleMs: wayA.plannedIdleMs }
        : {}),
      temperature: 'cold' as const,
      ...comparison,
      ...(pAdjusted === undefined ? {} : { pAdjusted }),
      verdict: judgeComparison(comparison, pAdjusted, threshold),
      parity: parityOf({ a, b, wayA, wayB }, run),
    }
  })
}

/** More groups than this are not compared each with each. */
const COMPARED_EACH_WITH_EACH = 20

function pairsOf(groups: readonly TargetGroup[]): Pair[] {
  if (groups.length <= COMPARED_EACH_WITH_EACH)
    return groups.flatMap((a, index) => groups.slice(index + 1).flatMap((b) => pairWays(a, b)))
  const fastest = fastestByWay(groups)
  const leaders = [...new Set(fastest.values())]
  return groups.flatMap((b) =>
    leaders.flatMap((a) =>
      a === b ? [] : pairWays(a, b).filter(({ wayA }) => fastest.get(coldWayOf(wayA)) === a),
    ),
  )
}

/** The group with the lowest cold median in each way and idle period. */
function fastestByWay(groups: readonly TargetGroup[]): Map<string, TargetGroup> {
  const lowest = new Map<string, { group: TargetGroup; p50Ms: number }>()
  for (const group of groups)
    for (const way of group.coldWays.filter(isTestable)) {
      const p50Ms = median(way.waits)
      const known = lowest.get(coldWayOf(way))
      if (!known || p50Ms < known.p50Ms) lowest.set(coldWayOf(way), { group, p50Ms })
    }
  return new Map([...lowest].map(([way, { group }]) => [way, group]))
}

/** For three or more groups cold in one way: does any differ at all? */
export function testAllGroups(groups: readonly TargetGroup[]): OmnibusTest[] {
  const ways = new Map<string, { group: TargetGroup; way: ColdWay }[]>()
  for (const group of groups)
    for (const way of group.coldWays.filter(isTestable)) {
      const key = `${way.coldBy} ${way.plannedIdleMs ?? ''}`
      ways.set(key, [...(ways.get(key) ?? []), { group, way }])
    }
  return [...ways.values()].flatMap((members) => {
    const [first] = members
    if (!first || members.length < 3) return []
    const { coldBy, plannedIdleMs } = first.way
    const idle = plannedIdleMs === undefined ? {} : { plannedIdleMs }
    const targets = members.map(({ group }) => group.name)
    return [{ coldBy, ...idle, targets, ...kruskalWallis(members.map(({ way }) => way.independent)) }]
  })
}

/** Equal ways pair; where each side has only one of that kind, different idle periods pair and it is said. */
function pairWays(a: TargetGroup, b: TargetGroup): Pair[] {
  return a.coldWays.flatMap((wayA) => {
    const likeA = a.coldWays.filter(({ coldBy }) => coldBy === wayA.coldBy)
    const likeB = b.coldWays.filter(({ coldBy }) => coldBy === wayA.coldBy)
    const same = likeB.find(({ plannedIdleMs }) => plannedIdleMs === wayA.plannedIdleMs)
    const wayB = same ?? (likeA.length === 1 && likeB.length === 1 ? likeB[0] : undefined)
    return wayB ? [{ a, b, wayA, wayB }] : []
  })
}

function parityOf({ a, b, wayA, wayB }: Pair, run: Surroundings): string[] {
  const lines = [
    ...idleAsymmetry(wayA.plannedIdleMs, wayB.plannedIdleMs),
    ...evidenceAsymmetry(a, wayA, b, wayB),
    ...listAsymmetries(a.target, b.target, run).filter((line) => line !== NO_ASYMMETRY),
  ]
  return lines.length > 0 ? lines : [NO_ASYMMETRY]
}

function evidenceAsymmetry(a: TargetGroup, wayA: ColdWay, b: TargetGroup, wayB: ColdWay): string[] {
  const inferred = (group: TargetGroup, way: ColdWay) =>
    way.coldRows.some((row) => group.table.kindAt(row).inferred)
  const [inferredA, inferredB] = [inferred(a, wayA), inferred(b, wayB)]
  if (inferredA === inferredB) return []
  const words = (isInferred: boolean) => (isInferred ? 'inferred from latency' : 'proven')
  return [`cold starts: ${words(inferredA)} against ${words(inferredB)}`]
}
