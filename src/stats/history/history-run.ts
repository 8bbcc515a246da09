import type { Interval } from '../../core/summary.ts'

/** What a recorded run says of one of its functions. */
export interface HistoryTarget {
  readonly name: string
  readonly platform: 'local' | 'cloud' | 'url'
  /** Its region, memory, runtime and architecture, as far as they are known: `us-east-1, 512 MB, nodejs22.x, arm64`. */
  readonly facts: string
  /** The same for all memory sizes, architectures and regions of one function: what one cause may move together. */
  readonly kin: string
}

/** One function brought cold in one way. */
export interface HistoryWay {
  readonly target: HistoryTarget
  readonly coldBy: string
  readonly plannedIdleMs?: number
}

/** What most runs of a folder have in common: what measured, and what was measured. One object for all that agree. */
export interface HistoryAbout {
  /** As `describeMachine` has it. */
  readonly machine: string
  readonly node: string
  readonly place?: string
  /** Version of coldstart. */
  readonly tool: string
  /** Those that have a median. */
  readonly ways: readonly HistoryWay[]
}

/** The median of one way, and what goes with it. */
export interface HistoryFigure {
  /** Cold starts. */
  readonly n: number
  readonly p50Ms: number
  /** Left out where n is too small for one, or where an old run file no longer tells. */
  readonly p50Interval?: Interval
  /** Median idle period before them, where nothing was planned. */
  readonly idleMs?: number
}

/** A recorded run as its history needs it. */
export interface HistoryRun {
  readonly run: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Commit, with a + where the files differed from it. */
  readonly revision?: string
  readonly about: HistoryAbout
  /** One for each of `about.ways`. */
  readonly figures: readonly HistoryFigure[]
}
