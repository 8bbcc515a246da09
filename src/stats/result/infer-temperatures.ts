import { inferTemperature, teachesWarm } from '../classify-silent.ts'
import { mapValues } from '../map-values.ts'
import { sortInPlace } from '../sorted-samples.ts'
import { learnWarm } from '../warm-reference.ts'
import type { SampleTable } from './sample-table.ts'

/**
 * Gives the rows of a target that reports nothing an inferred temperature, in place (`classifySilent` is
 * the same for sample objects). Targets with any evidence are left alone. What was inferred of fewer rows is forgotten.
 * @returns why nothing could be inferred of what followed an idle period, or undefined
 */
export function inferTemperatures(table: SampleTable): string | undefined {
  table.forgetInferred()
  const rows = table.rowsOf((kind) => kind.error === undefined)
  if (rows.length === 0 || !rows.every((row) => table.kindAt(row).silent)) return undefined
  const warmRows = rows.filter((row) => teachesWarm(table.kindAt(row)))
  const learned = learnWarm(sortInPlace(mapValues(warmRows, (row) => table.wait.at(row))))
  for (const row of rows) {
    const observed = inferTemperature(table.kindAt(row), table.wait.at(row), learned)
    if (observed !== 'unknown')
      table.inferKind(row, { ...table.kindAt(row), observed, evidence: 'latency', inferred: true })
  }
  return learned.supported ? undefined : learned.reason
}
