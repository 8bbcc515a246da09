import type { WhyReport } from '../../core/why-report.ts'
import { csvText } from '../csv-text.ts'

const COLUMNS = [
  'name',
  'kind',
  'version',
  'folder',
  'bundle',
  'imported_by',
  'imported_by_line',
  'self_ms',
  'total_ms',
  'resolve_ms',
  'read_ms',
  'compile_ms',
  'evaluate_ms',
  'files',
  'bytes',
] as const

/** One line a package, own module and remainder of the load, what takes longest first. */
export function whyCsv({ load }: WhyReport): string {
  return csvText(
    COLUMNS,
    load.rows.map(({ name, kind, version, folder, bundle, files, bytes, ...row }) => ({
      ...{ name, kind, version, folder, bundle, files, bytes },
      imported_by: row.importedBy?.file,
      imported_by_line: row.importedBy?.line,
      self_ms: row.selfMs,
      total_ms: row.totalMs,
      resolve_ms: row.phases.resolveMs,
      read_ms: row.phases.readMs,
      compile_ms: row.phases.compileMs,
      evaluate_ms: row.phases.evaluateMs,
    })),
  )
}
