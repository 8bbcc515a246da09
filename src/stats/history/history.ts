import type { Interval } from '../../core/summary.ts'
import type { HistoryPoint } from './history-points.ts'

/** How long a level lasted, and where it lay. */
export interface HistoryLevel {
  /** Start of its first run and of its last. */
  readonly since: string
  readonly until: string
  readonly points: number
  /** Median of its points' medians, with its interval over points: each is one draw. */
  readonly p50Ms: number
  readonly p50Interval?: Interval
}

/** A change of level. */
export interface HistoryChange {
  /** The first run of the new level, and its start. */
  readonly run: string
  readonly startedAt: string
  /** The last run before it. */
  readonly after: string
  /** New level ÷ old one (Hodges–Lehmann over points). */
  readonly ratio: number
  readonly ratioInterval?: Interval
  /** Of the permutation test that found it. */
  readonly p: number
  /** Share of draws in which it fell on this point or the one beside it. */
  readonly certainty: number
  /** Functions of one kin that changed at the same moment, this one among them; only where there are several. */
  readonly sharedBy?: readonly string[]
  /** What else differs between the run before and this one: machine, Node, place, facts of the target, revision. */
  readonly alsoChanged: readonly string[]
}

/** One function brought cold in one way, over time. */
export interface SeriesHistory {
  readonly target: string
  readonly coldBy: string
  readonly plannedIdleMs?: number
  /** Machine and Node version, for the local engine. */
  readonly measuredOn?: string
  /** Oldest first. */
  readonly points: readonly HistoryPoint[]
  /** Between marked changes, oldest first; the last one is now. */
  readonly levels: readonly HistoryLevel[]
  /** Marked: the statistics carry that there was one, and when. */
  readonly changes: readonly HistoryChange[]
  /** The level moved, but on no day that could be named: a drift, or to and fro. */
  readonly drifts: readonly HistoryChange[]
  /** Within the last level, share a 30 days: 0.02 is 2 % slower a month. Theil–Sen; left out below 10 points. */
  readonly slope?: { readonly per30Days: number; readonly lower: number; readonly upper: number }
  /** Whether the newest point is something that its level has not done before; left out below 4 points. */
  readonly latest?: 'slower' | 'faster' | 'as-before'
  /** Why no change could be looked for. */
  readonly reason?: string
}

/** All recorded runs, as `coldstart history` shows them. */
export interface History {
  /** Runs that are in it, and why others are not. */
  readonly runs: number
  readonly from?: string
  readonly until?: string
  readonly left: readonly { readonly run: string; readonly reason: string }[]
  readonly series: readonly SeriesHistory[]
  /** Of the marks: the published error rate's settings. */
  readonly method: {
    readonly alpha: number
    readonly leastPoints: number
    readonly certainty: number
    readonly practicalThreshold: number
    readonly seed: number
  }
}
