import type { History } from '../../stats/history/history.ts'
import type { ReportOptions } from '../reporter.ts'

/** What goes with a history on its way to text. */
export interface HistoryOptions extends ReportOptions {
  /** Of coldstart. */
  readonly version: string
}

/** A pure function from a history to text. */
export type HistoryReporter = (history: History, options: HistoryOptions) => string
