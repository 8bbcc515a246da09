import type { Result } from '../core/result.ts'

export interface ReportOptions {
  /** Columns of the terminal; reports that wrap are laid out for it. */
  readonly columns: number
  /** chalk's levels: 0 no colour … 3 true colour. */
  readonly colorLevel: 0 | 1 | 2 | 3
}

/** A pure function from a result to text; writing it somewhere is the caller's business. */
export type Reporter = (result: Result, options: ReportOptions) => string
