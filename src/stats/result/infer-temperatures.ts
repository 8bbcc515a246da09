import { splitByLatency, temperatureOf } from '../latency-mixture.ts'
import { mapValues } from '../map-values.ts'
import { sortInPlace } from '../sorted-samples.ts'
import type { SampleTable } from './sample-table.ts'

/**
 * Gives the rows of a target that reports nothing an inferred temperature, in place (`classifySilent` is
 * the same for sample objects). Targets with any evidence are left alone.
 * @returns why nothing could be inferred, or undefined
 */
export function inferTemperatures(table: SampleTable, seed: number): string | undefined {
  const rows = table.rowsOf((kind) => kind.error === undefined)
  if (rows.length === 0 || !rows.every((row) => table.kindAt(row).silent)) return undefined
  const split = splitByLatency(sortInPlace(mapValues(rows, (row) => table.wait.at(row))), seed)
  if (!split.supported) return split.reason
  for (const row of rows) {
    const observed = temperatureOf(split, table.wait.at(row))
    if (observed !== 'unknown') table.setKind(row, { ...table.kindAt(row), observed, inferred: true })
  }
  return undefined
}
