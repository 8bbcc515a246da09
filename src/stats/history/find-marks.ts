import type { Interval } from '../../core/summary.ts'
import { PRACTICAL_THRESHOLD } from '../compare-samples.ts'
import { hodgesLehmannRatio, intervalOf } from '../hodges-lehmann.ts'
import { mannWhitney } from '../mann-whitney.ts'
import { type SortedSamples, sortSamples } from '../sorted-samples.ts'
import {
  type FoundSplit,
  findSplits,
  LEAST_ROWS,
  OWN_PLACE_CERTAINTY,
  PLACE_CERTAINTY,
  placeSplit,
  SPLIT_ALPHA,
} from './find-splits.ts'
import type { Column } from './row-scores.ts'

/** Of the test that one target moved at a change that its kin share. */
const OWN_ALPHA = 0.05

/** A change of one column's level. */
export interface Mark {
  /** First row of the new level. */
  readonly at: number
  /** Of the permutation test that found it. */
  readonly p: number
  readonly certainty: number
  /** New level over the old one. */
  readonly ratio: number
  readonly ratioInterval?: Interval
  /** Whether it was found in all columns together, and not in this one alone. */
  readonly isShared: boolean
}

/** What was found in one column. */
export interface ColumnMarks {
  readonly marks: readonly Mark[]
  /** Changes of level that cannot be given a row: the level drifted, or went back and forth. */
  readonly unplaced: readonly Mark[]
}

/**
 * Which changes of level each of several columns has, where one cause may move them together (memory sizes and architectures of
 * one function). Changes are looked for in all columns at once, and a column has those at which it moved itself
 * (Mann–Whitney, p ≤ 0.05, by more than the practical threshold); between them each column is searched alone, at a
 * level divided by the number of columns. A change is marked only where it is known on which row it lies.
 * @param values one column a target, above zero, NaN where there is none
 */
export function findMarks(values: readonly Column[]): ColumnMarks[] {
  const shared = findSplits(values)
  const rows = values[0]?.length ?? 0
  return values.map((column) => {
    const own = values.length === 1 ? [] : ownSplits(column, shared, rows, SPLIT_ALPHA / values.length)
    const all = [
      ...shared.map((split) => ({ split, isShared: true })),
      ...own.map((split) => ({ split, isShared: false })),
    ].sort((a, b) => a.split.at - b.split.at)
    const bounds = [0, ...all.map(({ split }) => split.at), rows]
    const marks = all.flatMap(({ split, isShared }, index) => {
      const [from, to] = [bounds[index] ?? 0, bounds[index + 2] ?? rows]
      const moved = movedBy(valuesIn(column, from, split.at), valuesIn(column, split.at, to))
      if (!moved) return []
      const own =
        isShared && split.certainty < PLACE_CERTAINTY ? placeSplit([column], split, from, to) : split
      return [{ ...own, ...moved, isShared: isShared && own === split && values.length > 1 }]
    })
    return { marks: marks.filter(isPlaced), unplaced: marks.filter((mark) => !isPlaced(mark)) }
  })
}

function isPlaced({ certainty, isShared }: Mark): boolean {
  return certainty >= (isShared ? PLACE_CERTAINTY : OWN_PLACE_CERTAINTY)
}

/** Changes of one column alone, between those that all share. */
function ownSplits(column: Column, shared: readonly FoundSplit[], rows: number, alpha: number): FoundSplit[] {
  const bounds = [0, ...shared.map(({ at }) => at), rows]
  return bounds.slice(1).flatMap((to, index) => {
    const from = bounds[index] ?? 0
    return findSplits([column.subarray(from, to)], alpha).map((split) => ({ ...split, at: from + split.at }))
  })
}

function valuesIn(column: Column, from: number, to: number): SortedSamples {
  return sortSamples(column.subarray(from, to).filter((value) => !Number.isNaN(value)))
}

/** Undefined where it did not move, or too little is known. */
function movedBy(
  before: SortedSamples,
  after: SortedSamples,
): Pick<Mark, 'ratio' | 'ratioInterval'> | undefined {
  if (before.length < LEAST_ROWS || after.length < LEAST_ROWS) return undefined
  if (mannWhitney(after, before).p > OWN_ALPHA) return undefined
  const found = hodgesLehmannRatio(after, before)
  if (Math.max(found.estimate, 1 / found.estimate) < 1 + PRACTICAL_THRESHOLD) return undefined
  const interval = intervalOf(found)
  return { ratio: found.estimate, ...(interval ? { ratioInterval: interval } : {}) }
}
