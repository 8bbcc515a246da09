import type { ColdBy, Sample } from '../core/sample.ts'
import type { ProbeTimeouts } from '../probe/prober.ts'
import type { PlanEstimate } from './estimate-plan.ts'

/** A way of getting cold; the ways are never pooled, and each idle period is a way of its own. */
export interface ColdWay {
  readonly coldBy: ColdBy
  readonly plannedIdleMs?: number
}

/** One stop at one target: the cold-intended invocations, then the warm ones on the same instance. */
export interface Visit {
  /** `3.lambda#2`: round and target; ids of its samples begin with it. */
  readonly id: string
  readonly round: number
  readonly target: string
  /** Left out where only warm invocations are wanted. */
  readonly way?: ColdWay
  /** 1, or the size of the burst, or 0. */
  readonly cold: number
  readonly warm: number
}

/** Every target visited at most once, in shuffled order, all cold in the same way. */
export interface Round {
  readonly number: number
  readonly visits: readonly Visit[]
}

/** Stop visiting a function once its median is known well enough. */
export interface StopRule {
  /** Half-width of the median's 95 % interval, as a fraction of the median. */
  readonly within: number
  readonly least: number
  readonly most: number
}

/** How every invocation of a plan is made. */
export interface PlanSettings {
  /** Longest time for each phase of an invocation, and for the whole of it. */
  readonly timeouts: ProbeTimeouts
  /** The same for cold and warm. */
  readonly connection: 'fresh' | 'kept'
  readonly warmGapMs: number
  readonly replicaGapMs: number
  /** The longest that an idle period may grow to; left out where it must not grow. */
  readonly adaptiveIdleMaxMs?: number
  readonly vantage?: string
}

/** What will be done, in which order. The same configuration, targets and seed give the same plan. */
export interface Plan {
  readonly seed: number
  readonly settings: PlanSettings
  readonly rounds: readonly Round[]
  readonly stopRule?: StopRule
  readonly invocations: number
  readonly estimate: PlanEstimate
}

/**
 * Where the rounds of one lane come from; lanes go on side by side. A plan is one lane of rounds known beforehand;
 * a search makes each round from the samples of the rounds before it.
 * @returns undefined when the lane is at its end
 */
export type Lane = (number: number, samples: readonly Sample[]) => Round | undefined

/** The ids of the samples of a visit, in the order in which they are taken. */
export function sampleIdsOf(visit: Visit): string[] {
  return [...coldSampleIds(visit), ...warmSampleIds(visit)]
}

/** `3.lambda.cold`, or `3.lambda.burst1` … for a burst. */
export function coldSampleIds(visit: Visit): string[] {
  if (visit.way?.coldBy !== 'burst') return visit.cold > 0 ? [`${visit.id}.cold`] : []
  return Array.from({ length: visit.cold }, (_, index) => `${visit.id}.burst${index + 1}`)
}

/** `3.lambda.warm1` … */
export function warmSampleIds(visit: Visit): string[] {
  return Array.from({ length: visit.warm }, (_, index) => `${visit.id}.warm${index + 1}`)
}
