import { bestSplit, isStep, permutationP, placeCertainty, type Split } from './best-split.ts'
import { type Column, type RowScores, rowScores } from './row-scores.ts'

/** Rows that a level must last on either side of a change. */
export const LEAST_ROWS = 5
/** Of the permutation test of a segment: so many series of one level show a change by chance at most. */
export const SPLIT_ALPHA = 0.01
/** Share of draws in which a change must fall on the same row, or the one beside it, to be marked. */
export const PLACE_CERTAINTY = 0.9
/** The same for a change that one column has alone, with nothing to confirm it. */
export const OWN_PLACE_CERTAINTY = 0.95
const PERMUTATIONS = 999
const DRAWS = 200
/** Seed of all permutations and draws, so that the same runs give the same marks. */
export const HISTORY_SEED = 20261128
/** Longer series are searched in blocks of rows, and each find is then placed on its row. */
const MOST_ROWS = 512
/** Rows on either side of a change that say how surely its place is known. */
const NEAR_ROWS = 500

/** A change of level that the permutation test carries. */
export interface FoundSplit {
  /** First row of the new level. */
  readonly at: number
  readonly p: number
  /** Of being at that row or the one beside it. */
  readonly certainty: number
}

/**
 * Changes of the level that columns share: the clearest split is kept where a permutation test carries it, then both parts are
 * searched in the same way (hierarchical as in e-divisive means; Matteson & James 2014, Daly et al. 2020). The first
 * test bounds how often rows in random order show any change: SPLIT_ALPHA.
 * @param columns of equal length, logarithms or ranks, NaN where there is nothing
 * @param alpha of each test
 * @returns in the order of rows
 */
export function findSplits(columns: readonly Column[], alpha = SPLIT_ALPHA): FoundSplit[] {
  const rows = columns[0]?.length ?? 0
  const found: Found[] = []
  // What is searched as a whole and what lies between two finds is often the same stretch.
  const known = new Map<string, RowScores>()
  const scoresOf = (from: number, to: number) => {
    const key = `${from}-${to}`
    const scores = known.get(key) ?? rowScores(columns, from, to)
    known.set(key, scores)
    return scores
  }
  const search = (from: number, to: number) => {
    const split = splitOf({ from, to, alpha, scoresOf })
    if (!split) return
    search(from, split.at)
    found.push(split)
    search(split.at, to)
  }
  search(0, rows)
  let before = 0
  return found.map((split, index) => {
    const at = placeAmong(scoresOf(before, found[index + 1]?.at ?? rows), split)
    before = at.at
    return at
  })
}

type Found = Omit<FoundSplit, 'certainty'>

/**
 * A split where it lies between its neighbours, once those are known (Bai 1997), and how surely; a drift has no place.
 * @param from of the level before, `to` of the one after the next
 */
export function placeSplit(columns: readonly Column[], split: Found, from: number, to: number): FoundSplit {
  return placeAmong(rowScores(columns, from, to), split)
}

function placeAmong({ scores, rows }: RowScores, { at, p }: Found): FoundSplit {
  const split = bestSplit(scores, LEAST_ROWS)
  if (!split || !isStep(scores, split)) return { at, p, certainty: 0 }
  const start = Math.max(0, split.at - NEAR_ROWS)
  const near = scores.subarray(start, split.at + NEAR_ROWS)
  const certainty = placeCertainty(
    near,
    { ...split, at: split.at - start },
    { draws: DRAWS, seed: HISTORY_SEED },
  )
  return { at: rows[split.at] as number, p, certainty }
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly alpha: number
  readonly scoresOf: (from: number, to: number) => RowScores
}

function splitOf({ from, to, alpha, scoresOf }: Stretch): Found | undefined {
  if (to - from < 2 * LEAST_ROWS) return undefined
  const { scores, rows } = scoresOf(from, to)
  const size = Math.ceil(scores.length / MOST_ROWS)
  const blocks = size === 1 ? scores : blockMeans(scores, size)
  const coarse = bestSplit(blocks, LEAST_ROWS)
  if (!coarse) return undefined
  const test = { least: LEAST_ROWS, permutations: PERMUTATIONS, alpha, seed: HISTORY_SEED }
  const p = permutationP(blocks, coarse, test)
  if (p > alpha) return undefined
  const split = size === 1 ? coarse : placeWithin(scores, coarse.at * size, size)
  return { at: rows[split.at] as number, p }
}

function blockMeans(scores: Float64Array, size: number): Float64Array {
  const blocks = new Float64Array(Math.ceil(scores.length / size))
  for (let block = 0; block < blocks.length; block++) {
    const own = scores.subarray(block * size, (block + 1) * size)
    blocks[block] = own.reduce((sum, score) => sum + score, 0) / own.length
  }
  return blocks
}

/** The best split on rows no farther than two blocks from where the blocks fall apart. */
function placeWithin(scores: Float64Array, near: number, size: number): Split {
  const start = Math.max(0, near - 2 * size)
  const end = Math.min(scores.length, near + 2 * size)
  const found = bestSplit(scores.slice(start, end), LEAST_ROWS)
  return found ? { ...found, at: start + found.at } : { at: near, statistic: 0 }
}
