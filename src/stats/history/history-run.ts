import type { Interval } from '../../core/summary.ts'

/** What a recorded run tells of one function brought cold in one way. */
export interface HistoryFigure {
  /** Target id, or the group its replicas share. */
  readonly target: string
  readonly coldBy: string
  readonly plannedIdleMs?: number
  /** Cold starts. */
  readonly n: number
  readonly p50Ms: number
  /** Left out where n is too small for one, or where an old run file no longer tells. */
  readonly p50Interval?: Interval
  /** Median idle period before them, where nothing was planned. */
  readonly idleMs?: number
}

/** What a recorded run says of one of its functions. */
export interface HistoryTarget {
  readonly name: string
  readonly provider: string
  readonly platform: 'local' | 'cloud' | 'url'
  /** Its region, memory, runtime and architecture, as far as they are known: `us-east-1, 512 MB, nodejs22.x, arm64`. */
  readonly facts: string
  /** The same for all memory sizes, architectures and regions of one function: what one cause may move together. */
  readonly kin: string
}

/** A recorded run as its history needs it: medians, and what they were measured on. */
export interface HistoryRun {
  readonly run: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Commit, with a + where the files differed from it. */
  readonly revision?: string
  readonly label?: string
  /** As `describeMachine` has it. */
  readonly machine: string
  readonly node: string
  readonly place?: string
  /** Version of coldstart. */
  readonly tool: string
  readonly targets: readonly HistoryTarget[]
  readonly figures: readonly HistoryFigure[]
}
