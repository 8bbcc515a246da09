import type { BenchConfig } from '../config/bench-config.ts'
import type { Target } from '../core/target.ts'
import { groupOf } from '../core/target-groups.ts'
import type { ProviderLimits } from '../providers/provider.ts'
import type { LimitsByProvider } from './cold-ways.ts'
import type { Round, Visit } from './plan.ts'

/** Durations an estimate is made with, ms; it is printed with them. Nothing measured is derived from them. */
export const assumedMs = {
  local: { cold: 250, warm: 5, evict: 50 },
  cloud: { cold: 1000, warm: 100, evict: 5000 },
} as const

/** A function whose memory nobody stated is priced at this size. */
const ASSUMED_MEMORY_MB = 1024

export interface ProviderEstimate {
  readonly provider: string
  readonly platform: Target['platform']
  readonly targets: number
  readonly requests: number
  readonly deploys: number
  readonly evictions: number
  /** Deploys (and evictions, where they are deploys) as a fraction of a day's allowance. */
  readonly quotaShare?: number
  readonly dollars?: number
  readonly pricesAsOf?: string
  readonly pricesSource?: string
}

export interface PlanEstimate {
  readonly requests: number
  readonly wallMs: number
  readonly providers: readonly ProviderEstimate[]
}

/** What a plan costs before it is started: requests, deploys, quota, dollars and time. Pure. */
export function estimatePlan(
  rounds: readonly Round[],
  targets: readonly Target[],
  limits: LimitsByProvider,
  config: Pick<BenchConfig, 'warmGap' | 'replicaGap'>,
): PlanEstimate {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const visits = rounds.flatMap((round) => round.visits)
  const kinds = [...new Set(targets.map(({ provider, platform }) => `${platform} ${provider}`))]
  const providers = kinds.map((kind) => {
    const own = targets.filter(({ provider, platform }) => `${platform} ${provider}` === kind)
    const ownIds = new Set(own.map(({ id }) => id))
    const ownVisits = visits.filter(({ target }) => ownIds.has(target))
    return estimateProvider(own, ownVisits, limits.get(own[0]?.provider ?? ''), byId)
  })
  return {
    requests: providers.reduce((sum, { requests }) => sum + requests, 0),
    wallMs: simulateWall(rounds, byId, config),
    providers,
  }
}

function estimateProvider(
  targets: readonly Target[],
  visits: readonly Visit[],
  limits: ProviderLimits | undefined,
  byId: ReadonlyMap<string, Target>,
): ProviderEstimate {
  const { provider = '', platform = 'url' } = targets[0] ?? {}
  const deploys = new Set(targets.flatMap(({ deployment }) => deployment ?? [])).size
  const evictions = countEvictions(visits, byId)
  const counted = deploys + (limits?.evictionIsDeploy ? evictions : 0)
  const prices = platform === 'cloud' ? limits?.prices : undefined
  const requests = visits.reduce((sum, { cold, warm }) => sum + cold + warm, 0)
  return {
    provider,
    platform,
    targets: targets.length,
    requests,
    deploys,
    evictions,
    ...(limits?.deploysPerDay && platform === 'cloud' ? { quotaShare: counted / limits.deploysPerDay } : {}),
    ...(prices
      ? {
          dollars:
            (requests * prices.perMillionRequests) / 1e6 +
            gbSeconds(visits, byId) * prices.perGbSecond +
            counted * (prices.perDeploy ?? 0),
          pricesAsOf: prices.asOf,
          pricesSource: prices.source,
        }
      : {}),
  }
}

/** A deployment is evicted once a round, for all its targets. */
function countEvictions(visits: readonly Visit[], byId: ReadonlyMap<string, Target>): number {
  const evicted = visits.filter(({ way }) => way?.coldBy === 'evict')
  return new Set(evicted.map(({ round, target }) => `${round} ${byId.get(target)?.deployment ?? target}`))
    .size
}

function gbSeconds(visits: readonly Visit[], byId: ReadonlyMap<string, Target>): number {
  return visits.reduce((sum, { target, cold, warm }) => {
    const gb = (byId.get(target)?.memoryMb ?? ASSUMED_MEMORY_MB) / 1024
    return sum + (gb * (cold * assumedMs.cloud.cold + warm * assumedMs.cloud.warm)) / 1000
  }, 0)
}

/** Plays the plan with assumed durations: the same order and idle clocks as a real run. */
function simulateWall(
  rounds: readonly Round[],
  byId: ReadonlyMap<string, Target>,
  gaps: Pick<BenchConfig, 'warmGap' | 'replicaGap'>,
): number {
  const lastReplyMs = new Map<string, number>()
  let now = 0
  let lastGroup: string | undefined
  for (const visit of rounds.flatMap(({ visits }) => visits)) {
    const target = byId.get(visit.target)
    const assumed = target?.platform === 'local' ? assumedMs.local : assumedMs.cloud
    const ready = (lastReplyMs.get(visit.target) ?? 0) + (visit.way?.plannedIdleMs ?? 0)
    const evictMs = visit.way?.coldBy === 'evict' ? assumed.evict : 0
    const group = target && groupOf(target)
    const gapMs = group !== undefined && group === lastGroup ? gaps.replicaGap : 0
    lastGroup = group
    now = Math.max(now + gapMs + evictMs, ready)
    now += Math.min(visit.cold, 1) * assumed.cold + visit.warm * (assumed.warm + gaps.warmGap)
    lastReplyMs.set(visit.target, now)
  }
  return now
}
