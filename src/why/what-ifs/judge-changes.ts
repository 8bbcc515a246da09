import type { Result } from '../../core/result.ts'
import type { WhatIfChange } from '../../core/why-report.ts'
import { adjustByHolm } from '../../stats/holm.ts'
import type { Pair } from '../../stats/paired-comparison.ts'
import { signedRank } from '../../stats/signed-rank.ts'
import { sortSamples } from '../../stats/sorted-samples.ts'
import { pairsOf } from '../measure-sides.ts'

/** The 5 % at which something is called faster or slower. */
const ALPHA = 0.05

/**
 * What each side does to the cold start, against the first one, in the same rounds.
 * @param asIs the side that nothing was changed of
 * @returns by side; those that share no cold round with it are not in it
 */
export function judgeChanges(
  result: Result,
  asIs: string,
  sides: readonly string[],
): ReadonlyMap<string, WhatIfChange> {
  const pairs = new Map(
    sides.map((name) => [name, pairsOf(result, name, asIs, ({ phases }) => phases.waitMs)]),
  )
  return judgePairs(pairs)
}

/**
 * Differences of paired waits in ms: the signed-rank test with its Hodges–Lehmann estimate and interval; a change is
 * called faster or slower only where p is below 5 % after Holm's correction for all that were tried.
 * Source: Wilcoxon 1945; Holm 1979.
 * @param pairs by name: `a` with the change, `b` without, ms
 */
export function judgePairs(pairs: ReadonlyMap<string, readonly Pair[]>): ReadonlyMap<string, WhatIfChange> {
  const tested = [...pairs].flatMap(([name, found]) => {
    if (found.length === 0) return []
    return [
      {
        name,

        ...signedRank(sortSamples(found.map(({ a, b }) => a - b))),
        rounds: found.length,
      },
    ]
  })
  const adjusted = adjustByHolm(tested.map(({ p }) => p))
  return new Map(
    tested.map(({ name, rounds, estimate, lower, upper, coverage }, index): [string, WhatIfChange] => {
      const p = adjusted[index] ?? 1
      const isShown = p < ALPHA && lower !== undefined
      return [
        name,
        {
          n: rounds,
          differenceMs: estimate,
          ...(lower !== undefined &&
            upper !== undefined && { differenceInterval: { lower, upper, coverage } }),
          p,
          verdict: !isShown ? 'not-shown' : estimate < 0 ? 'faster' : 'slower',
        },
      ]
    }),
  )
}
