import type { WhyReport } from '../../core/why-report.ts'
import { csvText } from '../csv-text.ts'

const COLUMNS = [
  'name',
  'kind',
  'version',
  'folder',
  'bundle',
  'importedBy',
  'importedByLine',
  'selfMs',
  'totalMs',
  'resolveMs',
  'readMs',
  'compileMs',
  'evaluateMs',
  'files',
  'bytes',
] as const

/** One line a package, own module and remainder of the load, the dearest first. */
export function whyCsv({ load }: WhyReport): string {
  return csvText(
    COLUMNS,
    load.rows.map(({ importedBy, phases, ...row }) => ({
      ...row,
      ...phases,
      importedBy: importedBy?.file,
      importedByLine: importedBy?.line,
    })),
  )
}
