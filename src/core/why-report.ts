import type { ImportPlace, LoadReport } from './load-report.ts'
import type { BudgetVerdict } from './result.ts'
import type { Environment } from './run-file.ts'
import type { Interval } from './summary.ts'
import type { Breakdown } from './wait-parts.ts'

/** What a change of a function's package does to its cold start, measured in the same rounds as the package as it is. */
export interface WhatIfChange {
  /** Rounds in which both were cold. */
  readonly n: number
  /** Changed − as it is: the Hodges–Lehmann estimate of the rounds' differences, ms. */
  readonly differenceMs: number
  readonly differenceInterval?: Interval
  /** Two-sided, of the Wilcoxon signed-rank test; after Holm where there are several. */
  readonly p: number
  readonly verdict: 'faster' | 'slower' | 'not-shown'
}

/** One change of a package, and what it would save. */
export interface WhatIf {
  /** As `--what-if` takes it: `bundle`, `lazy:lodash`. */
  readonly name: string
  readonly title: string
  /** How it is had: a command, lines of code. */
  readonly how: string
  readonly change?: WhatIfChange
  /** Why there is no figure: what the change breaks, or why it has no place here. */
  readonly broken?: string
  readonly notPossible?: string
  /** What the figure alone would not tell: what the first call pays, that a bound is an upper one. */
  readonly notes: readonly string[]
}

/** A cold start as it was measured without tracing. */
export interface MeasuredStart {
  readonly n: number
  readonly waitMs: number
  readonly waitInterval?: Interval
  /** Of the median sample. */
  readonly breakdown?: Breakdown
}

/** What one row of the load takes in two reports. */
export interface LoadChange {
  readonly name: string
  /** Its own time, ms. */
  readonly beforeMs: number
  readonly afterMs: number
  readonly cameIn?: true
  readonly isGone?: true
  readonly importedBy?: ImportPlace
}

/** Against an earlier report, or against a revision that was measured in the same rounds. */
export interface LoadComparison {
  readonly startedAt: string
  readonly function: WhyReport['function']
  /** Of the other one. */
  readonly loadMs: number
  readonly changes: readonly LoadChange[]
  /** How the bodies of the other one are shown, where it is an earlier report. */
  readonly bodies?: LoadReport['traced']['bodies']
  /** Left out for an earlier report. */
  readonly against?: {
    /** As it was named, and the commit that it meant. */
    readonly revision: string
    readonly commit: string
    readonly coldStart: MeasuredStart
    /** The load of the function as it is, in these rounds. */
    readonly loadNowMs: number
    /** Of the cold start, as it is − revision. */
    readonly change?: WhatIfChange
  }
}

/** What `coldstart why` found out about one function under one contract. */
export interface WhyReport {
  readonly schemaVersion: 1
  readonly kind: 'why'
  readonly tool: { readonly name: 'coldstart'; readonly version: string }
  readonly startedAt: string
  readonly environment: Environment
  readonly function: { readonly name: string; readonly contract: string; readonly runtime?: string }
  readonly coldStart: MeasuredStart
  readonly load: LoadReport
  readonly whatIfs: readonly WhatIf[]
  /** On `--budget` and `--forbid`. */
  readonly budgets: readonly BudgetVerdict[]
  /** Left out unless `--compare` or `--against` named one. */
  readonly comparedWith?: LoadComparison
  /** The runs that the figures are of, in `results/`. */
  readonly runs: readonly string[]
}

/** What cold starts did from exec to the first request for work, one value a start. Never a time. */
export interface CountedStart {
  readonly n: number
  /** Counts hold within one build of it. */
  readonly node: string
  /** Of the processor, as Node calls it; left out in counts of earlier versions. */
  readonly arch?: string
  readonly instructions?: readonly number[]
  /** Why there are no instructions. */
  readonly noInstructions?: string
  readonly bytesRead: readonly number[]
  readonly readCalls: readonly number[]
  /** Minor ones, which needed no disk. */
  readonly pageFaults: readonly number[]
}

/** What `--count` found out about one function, and about changed copies of its package. */
export interface CountReport {
  readonly schemaVersion: 1
  readonly kind: 'count'
  readonly tool: { readonly name: 'coldstart'; readonly version: string }
  readonly startedAt: string
  readonly function: { readonly name: string; readonly contract: string }
  readonly counted: CountedStart
  readonly changes: readonly {
    readonly name: string
    readonly title: string
    readonly counted?: CountedStart
    readonly notPossible?: string
  }[]
  readonly budgets: readonly BudgetVerdict[]
}
