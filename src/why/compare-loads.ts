import type { ImportPlace, LoadReport, LoadRow } from '../core/load-report.ts'
import type { LoadChange } from '../core/why-report.ts'

/**
 * Two loads row by row: what each package and own module takes itself, the largest differences first. What is in one of
 * them only came in, or is gone.
 * @param before an earlier report's load
 */
export function compareLoads(before: LoadReport, after: LoadReport): LoadChange[] {
  const [old, now] = [byKey(before), byKey(after)]
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  return keys
    .map((key): LoadChange => {
      const [was, is] = [old.get(key), now.get(key)]
      const place: ImportPlace | undefined = (is ?? was)?.importedBy
      return {
        name: (is ?? was)?.name ?? key,
        beforeMs: was?.selfMs ?? 0,
        afterMs: is?.selfMs ?? 0,
        ...(was === undefined && { cameIn: true as const }),
        ...(is === undefined && { isGone: true as const }),
        ...(place && { importedBy: place }),
      }
    })
    .sort((a, b) => Math.abs(b.afterMs - b.beforeMs) - Math.abs(a.afterMs - a.beforeMs))
}

/** Copies of one package in several places are taken together: a new version lies where the old one lay, or elsewhere. */
function byKey({ rows }: LoadReport): Map<string, LoadRow> {
  const found = new Map<string, LoadRow>()
  for (const row of rows) {
    const key = `${row.kind} ${row.name}`
    const known = found.get(key)
    found.set(key, known ? { ...known, selfMs: known.selfMs + row.selfMs } : row)
  }
  return found
}
