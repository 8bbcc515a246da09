import type { Stop } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import type { Sample } from '../core/sample.ts'
import type { Target } from '../core/target.ts'
import type { ProbeTimeouts } from '../probe/prober.ts'
import type { PackageFacts } from '../providers/provider.ts'
import type { DeployQuota } from '../providers/provider-limits.ts'

/** One stop at one target: the cold-intended invocations, then the warm ones on the same instance. */
export interface Visit extends Stop {
  /** `3.lambda#2`: round and target; ids of its samples begin with it. */
  readonly id: string
  readonly round: number
}

/** Every target visited at most once, in the order of the run, all cold in the same way. */
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

/** Go on until every budget has a verdict. */
export interface DecideRule {
  /** Cold starts of each function before the first look. */
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
  readonly vantage?: string
}

/** How much of one quota of a platform a plan takes. */
export interface QuotaUse extends DeployQuota {
  readonly used: number
}

/** What the targets of one provider cost. */
export interface ProviderEstimate {
  readonly provider: string
  readonly platform: Target['platform']
  readonly targets: number
  readonly requests: number
  readonly deploys: number
  readonly evictions: number
  /** Environments of the local engine that live at once, where they are many. */
  readonly environments?: number
  /** What deploys (and evictions, where they are deploys) take of the platform's quotas. */
  readonly quotas?: readonly QuotaUse[]
  /** Sizes of the functions, MB, smallest first, where they are known. */
  readonly memoryMb?: readonly number[]
  readonly dollars?: number
  readonly pricesAsOf?: string
  readonly pricesSource?: string
}

/** An idle period of a plan, and the longest that its visits are expected to make of it, ms. */
export interface ExpectedIdle {
  readonly plannedMs: number
  readonly longestMs: number
}

/** What a plan costs before it is started. */
export interface PlanEstimate {
  readonly requests: number
  readonly wallMs: number
  /** What idle periods are expected to become; shortest first. */
  readonly idle: readonly ExpectedIdle[]
  readonly providers: readonly ProviderEstimate[]
}

/** What will be done, in which order. The same configuration, targets and seed give the same plan. */
export interface Plan {
  readonly seed: number
  readonly settings: PlanSettings
  readonly rounds: readonly Round[]
  readonly stopRule?: StopRule
  readonly decideRule?: DecideRule
  readonly invocations: number
  readonly estimate: PlanEstimate
  /** What would be uploaded, by provider and function; none where nothing is deployed to a cloud. */
  readonly packages?: readonly PlannedPackage[]
}

/** One function's package for one provider. */
export interface PlannedPackage extends PackageFacts {
  /** As tables call it. */
  readonly name: string
  readonly provider: string
  /** What the user must know of how the run's settings are carried out there. */
  readonly notes: readonly string[]
}

/** What a search must know of a sample. */
export interface Recorded extends Pick<Sample, 'round' | 'intended' | 'plannedIdleMs' | 'observed'> {
  readonly error?: unknown
}

/**
 * Makes the rounds of a search one by one, each from the samples of the rounds before it; several makers go on side
 * by side. A plan's own rounds are known beforehand.
 * @param recordedOf everything recorded of a target so far
 * @returns undefined when there is nothing more to do
 */
export type RoundMaker = (
  number: number,
  recordedOf: (target: string) => Iterable<Recorded>,
) => Round | undefined

/** The targets that a plan brings cold in each of its ways, by the way's name. */
export function targetsByWay(rounds: readonly Round[]): Map<string, Set<string>> {
  const targets = new Map<string, Set<string>>()
  for (const { way, target } of rounds.flatMap(({ visits }) => visits)) {
    if (!way) continue
    const known = targets.get(way.coldBy)
    if (known) known.add(target)
    else targets.set(way.coldBy, new Set([target]))
  }
  return targets
}

/** The ids of the samples of a visit, in the order in which they are taken. */
export function sampleIdsOf(visit: Visit): string[] {
  return [...coldSampleIds(visit), ...warmSampleIds(visit)]
}

/** `3.lambda.cold`, or `3.lambda.burst1` … where a way sends several at once. */
export function coldSampleIds({ id, way, cold }: Visit): string[] {
  if (!way || !wayNamed(way.coldBy).cluster) return cold > 0 ? [`${id}.cold`] : []
  return Array.from({ length: cold }, (_, index) => `${id}.${way.coldBy}${index + 1}`)
}

/** `3.lambda.warm1` … */
export function warmSampleIds({ id, warm }: Visit): string[] {
  return Array.from({ length: warm }, (_, index) => `${id}.warm${index + 1}`)
}
