import type { Distribution } from '../../core/summary.ts'
import {
  adjustComparisons,
  compareSamples,
  judgeComparison,
  PRACTICAL_THRESHOLD,
  type SampleComparison,
} from '../compare-samples.ts'
import { compareColdWays, summariseColdWaits } from '../result/cold-summary.ts'
import { groupsOfResult } from '../result/groups-of-result.ts'
import { summariseWarm } from '../result/warm-summary.ts'
import { caveatsOf } from './caveats.ts'
import { type ComparedGroup, comparedGroup } from './compared-group.ts'
import { geometricMean } from './geometric-mean.ts'
import { matchGroups, matchWays } from './match-groups.ts'
import type { Change, ComparedRow, NamedResult, ResultComparison } from './result-comparison.ts'
import { differencesOf } from './unlike-sides.ts'

/**
 * Compares whole results, the first being what the others are held against: row by row (target and way of
 * getting cold, then warm) the median with its interval, the ratio to the first with its interval, p after
 * Holm over all rows, and a verdict by the rule in docs/METHODOLOGY.md; the geometric mean of the ratios at the
 * end. Warm rows are tested on one median an instance. Pure; whether unlike things may be compared is the caller's
 * business (`unlike` is empty when there are none).
 * @param results at least two, each with its groups, waits or samples
 * @throws ColdstartError `nothing-to-compare` when no target is in all of them
 */
export function compareResults(
  results: readonly NamedResult[],
  threshold = PRACTICAL_THRESHOLD,
): ResultComparison {
  const groups = results.map((side) => side.groups ?? groupsOfResult(side.result).map(comparedGroup))
  const { matched, unmatched } = matchGroups(
    results.map(({ name }) => name),
    groups,
  )
  const rows = matched.flatMap((sides) => [...coldRows(sides), ...warmRows(sides)])
  const judged = judgeRows(rows, threshold)
  const differences = matched.map((sides) =>
    differencesOf(
      sides,
      results.map(({ result }) => result),
    ),
  )
  return {
    names: results.map(({ name }) => name),
    runs: results.map(({ result }) => result.run.id),
    rows: judged,
    geometricMeans: meansOf(judged),
    unlike: [...new Set(differences.flatMap(({ unlike }) => unlike))],
    asymmetries: [...new Set(differences.flatMap(({ asymmetries }) => asymmetries))],
    caveats: caveatsOf(results, groups, judged.some(hasDifference)),
    unmatched: [...unmatched, ...matched.flatMap((sides) => matchWays(sides).unmatched)],
  }
}

function hasDifference({ changes }: ComparedRow): boolean {
  return changes.some(({ verdict }) => verdict === 'faster' || verdict === 'slower')
}

interface OpenRow extends Omit<ComparedRow, 'changes'> {
  readonly found: readonly SampleComparison[]
}

function coldRows(sides: readonly ComparedGroup[]): OpenRow[] {
  return matchWays(sides).matched.map((ways) => {
    const [base] = ways
    return {
      target: nameOf(sides),
      ...fileOf(sides),
      temperature: 'cold' as const,
      ...(base ? { coldBy: base.coldBy } : {}),
      ...(base?.plannedIdleMs === undefined ? {} : { plannedIdleMs: base.plannedIdleMs }),
      sides: ways.map(summariseColdWaits),
      found: ways.slice(1).map((way) => compareColdWays(way, base ?? way)),
    }
  })
}

function warmRows(sides: readonly ComparedGroup[]): OpenRow[] {
  if (sides.some(({ warm }) => warm.waits.length === 0)) return []
  const [base] = sides
  const medians = (side: ComparedGroup) => side.warm.instanceMedians
  return [
    {
      target: nameOf(sides),
      ...fileOf(sides),
      temperature: 'warm',
      sides: sides.map(({ warm }): Distribution => summariseWarm(warm)),
      found: sides.slice(1).map((side) => {
        const [a, b] = [medians(side), medians(base ?? side)]
        const isLost = [side, base].some((one) => one?.warm.lost?.slowOnesLost)
        return isLost ? { nA: a.length, nB: b.length } : compareSamples(a, b)
      }),
    },
  ]
}

/** Holm over every test of the table: one look at many rows must not find what is not there. */
function judgeRows(rows: readonly OpenRow[], threshold: number): ComparedRow[] {
  const adjusted = adjustComparisons(rows.flatMap(({ found }) => found))
  return rows.map(({ found, ...row }) => ({
    ...row,
    changes: found.map((comparison): Change => {
      const pAdjusted = adjusted.shift()
      const { nA, nB, ...figures } = comparison
      const verdict = judgeComparison(comparison, pAdjusted, threshold)
      const said = { 'a-faster': 'faster', 'b-faster': 'slower' } as const
      return {
        n: [nB, nA],
        ...figures,
        ...(pAdjusted === undefined ? {} : { pAdjusted }),
        verdict: verdict === 'a-faster' || verdict === 'b-faster' ? said[verdict] : verdict,
      }
    }),
  }))
}

/** Ways of getting cold are never pooled, and rows with too little data would be a mean of accidents. */
function meansOf(rows: readonly ComparedRow[]): ResultComparison['geometricMeans'] {
  const enough = rows.filter(({ changes }) => changes.every(({ verdict }) => verdict !== 'not-enough-data'))
  const wayOf = ({ temperature, coldBy }: ComparedRow) => coldBy ?? temperature
  return [...new Set(enough.map(wayOf))].flatMap((way) => {
    const set = enough.filter((row) => wayOf(row) === way)
    const [first] = set
    if (!first || set.length < 2) return []
    const { temperature, coldBy } = first
    const ratios = first.changes.map((_, index) =>
      geometricMean(set.map(({ changes }) => changes[index]?.ratio)),
    )
    return [{ temperature, ...(coldBy ? { coldBy } : {}), ratios }]
  })
}

/** `a`, or `a → b` where the two sides have no name in common. */
function nameOf(sides: readonly ComparedGroup[]): string {
  return [...new Set(sides.map(({ name }) => name))].join(' → ')
}

/** The file of the last side that is a function of the user's own: earlier ones may have lain elsewhere. */
function fileOf(sides: readonly ComparedGroup[]): Pick<ComparedRow, 'file'> {
  const own = sides.findLast(({ target }) => target.facts?.function)?.target.facts?.function
  return own
    ? { file: [...own.root.split('/').filter((part) => part !== '.' && part !== ''), own.entry].join('/') }
    : {}
}
