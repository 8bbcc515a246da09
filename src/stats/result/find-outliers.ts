import { measuredValues } from '../map-values.ts'
import { outlierBounds } from '../outliers.ts'
import { sortInPlace } from '../sorted-samples.ts'
import type { SampleTable } from './sample-table.ts'

/** Fewer samples of a kind have no spread worth measuring another by. */
const NEEDED = 10

/** Rows whose wait is beyond the outlier bounds of its own set (warm, or one way of getting cold). */
export function findOutliers(table: SampleTable, sets: readonly Uint32Array[]): ReadonlySet<number> {
  return new Set(sets.flatMap((rows) => (rows.length < NEEDED ? [] : [...outlying(table, rows)])))
}

function outlying(table: SampleTable, rows: Uint32Array): Uint32Array {
  const bounds = outlierBounds(sortInPlace(measuredValues(rows, (row) => table.wait.at(row))))
  if (!bounds) return new Uint32Array()
  return rows.filter((row) => table.wait.at(row) < bounds.lower || table.wait.at(row) > bounds.upper)
}
