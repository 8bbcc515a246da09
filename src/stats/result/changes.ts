import type { Change } from '../../core/result.ts'
import type { Sample } from '../../core/sample.ts'
import type { Target } from '../../core/target.ts'
import { matchWays } from '../compare/match-groups.ts'
import { adjustByHolm } from '../holm.ts'
import { comparePaired, pairByRound } from '../paired-comparison.ts'
import { type ChangeSide, type ChangeSides, changeSides } from './change-sides.ts'
import type { ColdWay } from './cold-summary.ts'
import { SLOW_ONES_LOST } from './lost-replies.ts'
import type { TargetGroup } from './target-group.ts'

/** What a run has measured, with temperatures inferred. */
interface Measured {
  readonly targets: readonly Target[]
  readonly samples: readonly Sample[]
  readonly groups: readonly TargetGroup[]
  /** The revision of `--against`, where the run has one. */
  readonly against?: string
  /** Of the intervals, where the run looked at itself to decide when to end; p says nothing then. */
  readonly confidence?: number
}

/**
 * From one function that the user named to each other (see `changeSides`): paired by round, for each way of getting
 * cold. Of several changes p is adjusted by Holm's method too.
 */
export function findChanges(measured: Measured): Change[] {
  const { targets, against, confidence } = measured
  const found = changeSides(targets, against).flatMap((sides) => changesBetween(sides, measured))
  if (found.length < 2 || confidence !== undefined) return found
  const adjusted = adjustByHolm(found.map(({ p = 1 }) => p))
  return found.map((change, index) => ({ ...change, pAdjusted: adjusted[index] ?? 1 }))
}

function changesBetween({ before, after }: ChangeSides, { samples, groups, confidence }: Measured): Change[] {
  const [old, now] = [before, after].map(({ name }) => groups.find((group) => group.name === name))
  if (!old || !now) return []
  return matchWays([old, now]).matched.flatMap(([wayBefore, wayAfter]) => {
    if (!wayBefore || !wayAfter || wayBefore.coldBy !== wayAfter.coldBy || wayAfter.facts.isOnce) return []
    const { pairs, unpaired } = pairByRound(
      coldsOf(after, wayAfter, samples),
      coldsOf(before, wayBefore, samples),
    )
    const { n, ratio, ratioInterval, p } = comparePaired(pairs, confidence)
    if (ratio === undefined) return []
    const isLost = wayBefore.lost?.slowOnesLost || wayAfter.lost?.slowOnesLost
    const { coldBy, plannedIdleMs } = wayAfter
    return [
      {
        before: before.name,
        after: after.name,
        coldBy,
        ...(plannedIdleMs !== undefined &&
          plannedIdleMs === wayBefore.plannedIdleMs && {
            plannedIdleMs,
          }),
        rounds: n,
        unpaired,
        ratio,
        ...(isLost ? { reason: SLOW_ONES_LOST } : { ...(ratioInterval && { ratioInterval }) }),
        ...(p !== undefined && !isLost && confidence === undefined && { p }),
      },
    ]
  })
}

/** Samples of one side that were meant to be cold in one way. */
function coldsOf(
  { targets }: ChangeSide,
  { coldBy, plannedIdleMs }: ColdWay,
  samples: readonly Sample[],
): Sample[] {
  return samples.filter(
    (sample) =>
      sample.intended === 'cold' &&
      (sample.coldBy ?? 'idle') === coldBy &&
      sample.plannedIdleMs === plannedIdleMs &&
      targets.has(sample.target),
  )
}
