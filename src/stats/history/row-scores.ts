/** Values in time order, one a row; NaN where a row has none. */
export type Column = Float64Array

/** Scores of the rows that have any value, and which rows those are. */
export interface RowScores {
  readonly scores: Float64Array
  readonly rows: readonly number[]
}

/**
 * One score a row from several columns that may have moved together: each column becomes ranks of mean 0 and variance 1
 * within the rows looked at, and a row's score is their sum over the root of how many there are. What moves all columns
 * one way adds up, what moves them against each other cancels, and a day far out counts no more than the largest rank.
 * @param from first row, `to` the row after the last
 */
export function rowScores(columns: readonly Column[], from: number, to: number): RowScores {
  const sums = new Float64Array(to - from)
  const counts = new Uint16Array(to - from)
  for (const column of columns) addRanks(column, from, to, sums, counts)
  const scores = new Float64Array(to - from)
  const rows: number[] = []
  for (let row = 0; row < to - from; row++) {
    const count = counts[row] as number
    if (count === 0) continue
    scores[rows.length] = (sums[row] as number) / Math.sqrt(count)
    rows.push(from + row)
  }
  return { scores: scores.subarray(0, rows.length), rows }
}

function addRanks(column: Column, from: number, to: number, sums: Float64Array, counts: Uint16Array): void {
  const sorted = column.slice(from, to).sort()
  let n = sorted.length
  while (n > 0 && Number.isNaN(sorted[n - 1])) n--
  if (n < 2) return
  const center = (n + 1) / 2
  const scale = Math.sqrt((n * n - 1) / 12)
  for (let row = from; row < to; row++) {
    const value = column[row] as number
    if (Number.isNaN(value)) continue
    const first = countBelow(sorted, n, value)
    let last = first + 1
    while (last < n && sorted[last] === value) last++
    // Equal values share the mean of their ranks.
    sums[row - from] = (sums[row - from] as number) + ((first + 1 + last) / 2 - center) / scale
    counts[row - from] = (counts[row - from] as number) + 1
  }
}

/** How many of the first `n` sorted values lie below one. */
function countBelow(sorted: Float64Array, n: number, value: number): number {
  let [low, high] = [0, n]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
