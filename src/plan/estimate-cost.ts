import type { Target } from '../core/target.ts'
import type { Prices, ProviderLimits } from '../providers/provider-limits.ts'
import { assumedMs } from './estimate-wall.ts'
import type { LimitsByProvider } from './limits.ts'
import type { PlanEstimate, ProviderEstimate, Round, Visit } from './plan.ts'
import { countEvictions, deploymentsMade, quotaUses } from './quotas.ts'

/** A function whose memory nobody stated is priced at this size. */
const ASSUMED_MEMORY_MB = 1024

/** What an environment of the local engine takes of the memory, as it was measured on Linux under Node 20, MB. */
export const ENVIRONMENT_MB = 42
/** Fewer environments at once are not worth a word. */
const FEW_ENVIRONMENTS = 10

/** What a plan costs before it is started: requests, deploys, quota and dollars, by provider. Pure. */
export function estimateCosts(
  rounds: readonly Round[],
  targets: readonly Target[],
  limits: LimitsByProvider,
): Omit<PlanEstimate, 'wallMs' | 'idle'> {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const visits = rounds.flatMap((round) => round.visits)
  const kinds = new Set(targets.map(kindOf))
  const providers = [...kinds].map((kind) => {
    const own = targets.filter((target) => kindOf(target) === kind)
    const ownIds = new Set(own.map(({ id }) => id))
    const ownVisits = visits.filter(({ target }) => ownIds.has(target))
    return estimateProvider(own, ownVisits, limits.get(own[0]?.provider ?? ''), byId)
  })
  return { requests: providers.reduce((sum, { requests }) => sum + requests, 0), providers }
}

/** A provider here and in its cloud costs different things. */
function kindOf({ platform, provider }: Target): string {
  return `${platform} ${provider}`
}

function estimateProvider(
  targets: readonly Target[],
  visits: readonly Visit[],
  limits: ProviderLimits | undefined,
  byId: ReadonlyMap<string, Target>,
): ProviderEstimate {
  const { provider = '', platform = 'url' } = targets[0] ?? {}
  const onCloud = platform === 'cloud' ? limits : undefined
  const made = deploymentsMade(targets, visits, onCloud)
  const quotas = quotaUses(made, onCloud?.quotas)
  const requests = visits.reduce((sum, { cold, warm }) => sum + cold + warm, 0)
  const sizes = new Set(targets.flatMap(({ memoryMb }) => memoryMb ?? []))
  return {
    provider,
    platform,
    targets: targets.length,
    requests,
    deploys: new Set(targets.flatMap(({ deployment }) => deployment ?? [])).size,
    evictions: [...countEvictions(targets, visits).values()].reduce((sum, count) => sum + count, 0),
    ...(platform === 'local' ? environmentsAtOnce(visits) : {}),
    ...(quotas.length > 0 ? { quotas } : {}),
    ...(onCloud && sizes.size > 0 ? { memoryMb: [...sizes].sort((a, b) => a - b) } : {}),
    ...(onCloud?.prices
      ? {
          dollars: dollarsOf(requests, gbSeconds(visits, byId), made, onCloud.prices),
          pricesAsOf: onCloud.prices.asOf,
          pricesSource: onCloud.prices.source,
        }
      : {}),
  }
}

function dollarsOf(
  requests: number,
  seconds: number,
  made: ReturnType<typeof deploymentsMade>,
  { perMillionRequests, perGbSecond, perDeploy = {} }: Prices,
): number {
  const deploys = made.reduce((sum, { stage = '', count }) => sum + count * (perDeploy[stage] ?? 0), 0)
  return (requests * perMillionRequests) / 1e6 + seconds * perGbSecond + deploys
}

/** The largest burst, where it is a matter of memory. */
function environmentsAtOnce(visits: readonly Visit[]): Pick<ProviderEstimate, 'environments'> {
  const environments = visits.reduce((most, { cold }) => Math.max(most, cold), 0)
  return environments > FEW_ENVIRONMENTS ? { environments } : {}
}

function gbSeconds(visits: readonly Visit[], byId: ReadonlyMap<string, Target>): number {
  return visits.reduce((sum, { target, cold, warm }) => {
    const gb = (byId.get(target)?.memoryMb ?? ASSUMED_MEMORY_MB) / 1024
    return sum + (gb * (cold * assumedMs.cloud.cold + warm * assumedMs.cloud.warm)) / 1000
  }, 0)
}
