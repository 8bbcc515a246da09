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
  const kept = Array.from(counts.keys()).filter((row) => (counts[row] as number) > 0)
  const scores = Float64Array.from(kept, (row) => (sums[row] as number) / Math.sqrt(counts[row] as number))
  return { scores, rows: kept.map((row) => from + row) }
}

function addRanks(column: Column, from: number, to: number, sums: Float64Array, counts: Uint16Array): void {
  const rows: number[] = []
  for (let row = from; row < to; row++) if (!Number.isNaN(column[row])) rows.push(row)
  const n = rows.length
  if (n < 2) return
  rows.sort((a, b) => (column[a] as number) - (column[b] as number))
  const center = (n + 1) / 2
  const scale = Math.sqrt((n * n - 1) / 12)
  for (let first = 0, last = 0; first < n; first = last) {
    while (last < n && column[rows[last] as number] === column[rows[first] as number]) last++
    // Equal values share the mean of their ranks.
    const score = ((first + 1 + last) / 2 - center) / scale
    for (let k = first; k < last; k++) {
      const row = (rows[k] as number) - from
      sums[row] = (sums[row] as number) + score
      counts[row] = (counts[row] as number) + 1
    }
  }
}
