import type { Interval } from '../../core/summary.ts'
import { PRACTICAL_THRESHOLD } from '../compare-samples.ts'
import { hodgesLehmannRatio, intervalOf } from '../hodges-lehmann.ts'
import { mannWhitney } from '../mann-whitney.ts'
import { median } from '../quantile.ts'
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

/** Of the test that one target moved. */
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

/** `findMarks`, or one that remembers what it found. */
export type MarkSearch = (values: readonly Column[]) => readonly ColumnMarks[]

/**
 * Which changes of level each of several columns has, where one cause may move them together (memory sizes and architectures of
 * one function). Changes are looked for in all columns at once. One is common where more than half of the columns moved
 * there themselves (Mann–Whitney, p ≤ 0.05), by more than the practical threshold in the median; it is marked in each
 * that moved. Everything else is judged by its own column alone, as are the stretches between, which each column
 * searches for itself at a level divided by the number of columns. A change is marked only where it is known on which
 * row it lies.
 * @param values one column a target, above zero, NaN where there is none
 */
export function findMarks(values: readonly Column[]): ColumnMarks[] {
  const shared = findSplits(values)
  const rows = values[0]?.length ?? 0
  const common = values.length === 1 ? new Map<FoundSplit, number>() : commonSplits(values, shared)
  return values.map((column) => {
    const own = values.length === 1 ? [] : ownSplits(column, shared, rows, SPLIT_ALPHA / values.length)
    const all = [...shared, ...own].sort((a, b) => a.at - b.at)
    const bounds = [0, ...all.map(({ at }) => at), rows]
    const marks = all.flatMap((split, index): Mark[] => {
      const [from, to] = [bounds[index] ?? 0, bounds[index + 2] ?? rows]
      const moved = movedBy(valuesIn(column, from, split.at), valuesIn(column, split.at, to))
      const direction = common.get(split)
      if (!moved || (direction === undefined && !isPractical(moved.ratio))) return []
      const isShared = direction !== undefined && Math.sign(Math.log(moved.ratio)) === direction
      if (isShared) return [{ ...split, ...moved, isShared }]
      const isAlone = values.length === 1 || own.includes(split)
      return [{ ...(isAlone ? split : placeSplit([column], split, from, to)), ...moved, isShared }]
    })
    return { marks: marks.filter(isPlaced), unplaced: marks.filter((mark) => !isPlaced(mark)) }
  })
}

/** Splits at which more than half of the columns moved one way, and which: 1 is slower. */
function commonSplits(values: readonly Column[], shared: readonly FoundSplit[]): Map<FoundSplit, number> {
  const bounds = [0, ...shared.map(({ at }) => at), values[0]?.length ?? 0]
  const found = new Map<FoundSplit, number>()
  for (const [index, split] of shared.entries()) {
    const [from, to] = [bounds[index] ?? 0, bounds[index + 2] ?? 0]
    const sides = values
      .map((column) => [valuesIn(column, from, split.at), valuesIn(column, split.at, to)] as const)
      .filter((pair) => pair.every(({ length }) => length >= LEAST_ROWS))
    const ratios = sides.flatMap(([before, after]) => movedBy(before, after)?.ratio ?? [])
    for (const direction of [1, -1]) {
      const along = ratios.filter((ratio) => Math.sign(Math.log(ratio)) === direction)
      const isCommon = along.length > sides.length / 2 && isPractical(median(sortSamples(along)))
      if (isCommon && split.certainty >= PLACE_CERTAINTY) found.set(split, direction)
    }
  }
  return found
}

function isPractical(ratio: number): boolean {
  return Math.max(ratio, 1 / ratio) >= 1 + PRACTICAL_THRESHOLD
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
  const interval = intervalOf(found)
  return { ratio: found.estimate, ...(interval ? { ratioInterval: interval } : {}) }
}
