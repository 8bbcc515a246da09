import type { Result } from '../../core/result.ts'
import type { ColdBy } from '../../core/sample.ts'
import type { Distribution, Interval } from '../../core/summary.ts'
import type { RecordedFinding } from './against-recorded.ts'
import type { ComparedGroup } from './compared-group.ts'

/** A result and what the user called it: a path, a baseline's name, `latest`. */
export interface NamedResult {
  readonly name: string
  readonly result: Result
  /** What was measured, where the result does not carry it: computed from its waits or samples otherwise. */
  readonly groups?: readonly ComparedGroup[]
}

/** One side against the first one. */
export interface Change {
  /** Values tested: of the first side, of this one (warm: instances). */
  readonly n: readonly [number, number]
  /** This side ÷ the first: 0.9 takes 0.9 × as long. */
  readonly ratio?: number
  readonly ratioInterval?: Interval
  readonly p?: number
  /** After Holm, over every row of the table. */
  readonly pAdjusted?: number
  readonly cliffsDelta?: number
  readonly verdict: 'faster' | 'slower' | 'no-difference-shown' | 'not-enough-data'
}

/** One function, cold in one way or warm, in all runs that are compared. */
export interface ComparedRow {
  readonly target: string
  readonly temperature: 'cold' | 'warm'
  readonly coldBy?: ColdBy
  readonly plannedIdleMs?: number
  /** Of the function, where it is one of the user's own: relative to the folder that its run was started in. */
  readonly file?: string
  /** Waits of each side in ms, the first first. */
  readonly sides: readonly Distribution[]
  /** One for each side but the first. */
  readonly changes: readonly Change[]
}

/** Runs beside each other. */
export interface ResultComparison {
  readonly names: readonly string[]
  readonly runs: readonly string[]
  readonly rows: readonly ComparedRow[]
  /** Where the first side is a baseline: all its recorded runs against each other side. */
  readonly recorded?: {
    readonly name: string
    readonly runs: number
    readonly findings: readonly RecordedFinding[]
  }
  /** Of the ratios of each side but the first, where there are several rows. */
  readonly geometricMeans: readonly {
    readonly temperature: 'cold' | 'warm'
    readonly coldBy?: ColdBy
    readonly ratios: readonly (number | undefined)[]
  }[]
  /** What makes the sides unlike; compared only when that is forced. */
  readonly unlike: readonly string[]
  /** Other known asymmetries, or the words that none is known. */
  readonly asymmetries: readonly string[]
  /** What must be known of the sides themselves: the same run twice, unfinished, inferred, their own warnings. */
  readonly caveats: readonly string[]
  /** What has no counterpart and is not in the table. */
  readonly unmatched: readonly string[]
}
