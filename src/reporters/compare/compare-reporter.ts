import type { ResultComparison } from '../../stats/compare/result-comparison.ts'
import type { ReportOptions } from '../reporter.ts'

/** What goes with a comparison on its way to text. */
export interface CompareOptions extends ReportOptions {
  /** Unlike things are compared because the user insisted. */
  readonly forced: boolean
  /** Of coldstart. */
  readonly version: string
}

/** A pure function from a comparison to text. */
export type CompareReporter = (comparison: ResultComparison, options: CompareOptions) => string
