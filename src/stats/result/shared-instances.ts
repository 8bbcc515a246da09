import type { SampleTable } from './sample-table.ts'

/**
 * True when one instance was seen under two replicas: they are then not independent cold domains
 * (routes bundled into one function, functions of one app).
 */
export function findSharedInstances(table: SampleTable): boolean {
  if (new Set(table.kinds.map(({ target }) => target)).size < 2) return false
  const known = table.rowsOf(() => true).filter((row) => !Number.isNaN(table.instance.at(row)))
  known.sort((a, b) => table.instance.at(a) - table.instance.at(b))
  return known.some((row, index) => {
    const before = known[index - 1]
    if (before === undefined || table.instance.at(before) !== table.instance.at(row)) return false
    return table.kindAt(before).target !== table.kindAt(row).target
  })
}
