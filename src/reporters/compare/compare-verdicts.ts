import { list, NAMED_OF_MANY, READ_ONE_BY_ONE } from '../../core/name-list.ts'
import { isOfOneDraw } from '../../stats/compare/caveats.ts'
import type { Change, ComparedRow, ResultComparison } from '../../stats/compare/result-comparison.ts'
import { RUNS_NEEDED } from '../../stats/recorded-runs.ts'
import { formatRatio, formatRatioInterval } from '../format-ratio.ts'
import { recordedSentences } from '../recorded-sentences.ts'
import { describeWay } from './compare-cells.ts'

/**
 * What a comparison says, before any table: what the recorded runs of a baseline say of the others, where there are
 * enough of them; else of each side where it differs from the first and by what ratio, and that runs differ for more than the code.
 * @param nameOf a side, counted from 0, as the reader finds it below
 */
export function compareVerdicts(comparison: ResultComparison, nameOf: (side: number) => string): string[] {
  const { recorded, names } = comparison
  const said = recorded ? recordedSentences(recorded.findings, recorded) : []
  if (recorded && recorded.runs >= RUNS_NEEDED) return said
  return [
    ...said,
    ...names.slice(1).map((_, index) => pairVerdict(comparison, index, nameOf)),
    ...comparison.caveats.filter(isOfOneDraw),
  ]
}

/** @param other which side but the first, counted from 0 */
function pairVerdict({ rows }: ResultComparison, other: number, nameOf: (side: number) => string): string {
  const [base, name] = [nameOf(0), nameOf(other + 1)]
  const changes = rows.flatMap((row): RowChange[] => {
    const change = row.changes[other]
    return change ? [[row, change]] : []
  })
  const differing = changes.filter(([, { verdict }]) => verdict === 'faster' || verdict === 'slower')
  const said = differing.length > READ_ONE_BY_ONE ? largestOf(differing) : differing
  const [first, ...others] = said.map(changeWords)
  if (first) {
    const found = `On ${first.where} ${name} takes ${first.ratio} as long as ${base}`
    const all = [found, ...others.map(({ where, ratio }) => `on ${where} ${ratio}`)].join(', ')
    return `${all}${restWords(differing.filter((change) => !said.includes(change)))}.`
  }
  return changes.some(([, { verdict }]) => verdict === 'no-difference-shown')
    ? `Between ${base} and ${name} no difference was shown, which does not prove them equal.`
    : `There are too few samples to set ${name} against ${base}.`
}

type RowChange = readonly [ComparedRow, Change]

/** The differences that are the largest, of many. */
function largestOf(differing: readonly RowChange[]): RowChange[] {
  const size = ([, { ratio = 1 }]: RowChange) => Math.abs(Math.log(ratio))
  return differing.toSorted((a, b) => size(b) - size(a)).slice(0, NAMED_OF_MANY)
}

/** `; of the others 180 are slower and 3 faster`, or empty. */
function restWords(rest: readonly RowChange[]): string {
  if (rest.length === 0) return ''
  const counted = (['slower', 'faster'] as const).flatMap((wanted) => {
    const count = rest.filter(([, { verdict }]) => verdict === wanted).length
    return count > 0 ? [{ count, wanted }] : []
  })
  const words = counted.map(({ count, wanted }, index) => `${count}${index === 0 ? ' are' : ''} ${wanted}`)
  return `; of the others ${list(words)}`
}

function changeWords([row, { ratio = Number.NaN, ratioInterval }]: RowChange) {
  const interval = ratioInterval ? ` (${formatRatioInterval(ratioInterval)})` : ''
  return { where: `${row.target} (${describeWay(row)})`, ratio: `${formatRatio(ratio)}${interval}` }
}
