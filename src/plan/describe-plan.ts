import type { PlannedWay } from '../cold/cold-way.ts'
import { allWays, wayNamed } from '../cold/find-way.ts'
import { formatDuration } from '../core/duration.ts'
import { nameOfWay } from '../core/way-facts.ts'
import { describePackage } from './describe-package.ts'
import { ENVIRONMENT_MB } from './estimate-cost.ts'
import { assumedMs } from './estimate-wall.ts'
import type { Plan, ProviderEstimate, QuotaUse } from './plan.ts'
import { IDLE_TOLERANCE } from './visit-order.ts'

/**
 * What `--dry-run` prints: rounds, ways of getting cold, and for each provider what it costs. Nothing was changed.
 * @param remarks whole sentences to go with the figures
 */
export function describePlan(plan: Plan, remarks: readonly string[] = []): string {
  const { estimate } = plan
  const lines = [
    `${plan.invocations} invocations in ${plan.rounds.length} rounds, ${durationOf(estimate.wallMs)}`,
    `Cold by ${describeWays(plan).join(', ')}`,
    ...(plan.stopRule ? [describeStop(plan.stopRule)] : []),
    ...(plan.decideRule ? [describeDecide(plan.decideRule)] : []),
    ...describeIdle(estimate.idle),
    '',
    ...estimate.providers.flatMap(describeProvider),
    ...describePackages(plan.packages),
    '',
    ...remarks,
    assumptions(),
    'Nothing was deployed, invoked or written.',
  ]
  return `${lines.join('\n')}\n`
}

/** Points of a matrix share a package unless they pad it. */
function describePackages(packages: Plan['packages'] = []): string[] {
  const lines = packages.map(({ name, notes, ...facts }) => {
    const [first, ...rest] = describePackage(facts)
    const shown = name === facts.provider ? name : `${name} on ${facts.provider}`
    return [`${shown}: ${first}`, ...[...rest, ...notes].map((line) => `  ${line}`)].join('\n')
  })
  return lines.length > 0 ? ['', ...new Set(lines)] : []
}

function durationOf(ms: number): string {
  return `about ${formatDuration(ms)}`
}

function describeWays(plan: Plan): string[] {
  const colds = new Map<string, number>()
  for (const { way, cold } of plan.rounds.flatMap(({ visits }) => visits)) {
    if (way) colds.set(nameOf(way), (colds.get(nameOf(way)) ?? 0) + cold)
  }
  return colds.size === 0
    ? ['nothing: only warm invocations']
    : [...colds].map(([name, n]) => `${name} (${n})`)
}

/** The title, and the idle period where there is one. */
function nameOf({ coldBy, ...way }: PlannedWay): string {
  return nameOfWay({ ...way, coldBy: wayNamed(coldBy).title })
}

/** Idle periods that the visits do not fit into: each target waits until all others have been visited. */
function describeIdle(idle: Plan['estimate']['idle']): string[] {
  return idle
    .filter(({ plannedMs, longestMs }) => longestMs > plannedMs * (1 + IDLE_TOLERANCE))
    .map(
      ({ plannedMs, longestMs }) =>
        `An idle period of ${formatDuration(plannedMs)} becomes up to ${formatDuration(longestMs)}: visiting the other targets takes longer`,
    )
}

function describeStop({ within, least, most }: NonNullable<Plan['stopRule']>): string {
  return `Stops earlier where a median is known to ± ${+(within * 100).toFixed(2)} %, after ${least} to ${most} cold starts; figures are for the most`
}

function describeDecide({ least, most }: NonNullable<Plan['decideRule']>): string {
  if (least >= most)
    return `Looks whether every budget has a verdict at the end alone, after ${most} cold starts`
  return `Stops earlier where every budget has a verdict, after ${least} to ${most} cold starts; figures are for the most`
}

function describeProvider(estimate: ProviderEstimate): string[] {
  const { provider, platform, targets, requests, deploys, evictions } = estimate
  const facts = [
    count(targets, 'target'),
    count(requests, 'request'),
    count(deploys, platform === 'local' ? 'local engine' : 'deploy'),
    ...(evictions > 0 ? [count(evictions, 'eviction')] : []),
    ...(estimate.quotas ?? []).map(describeQuota),
    describeCost(estimate),
  ]
  return [
    `${provider}${platform === 'local' ? ' (this machine)' : ''}: ${facts.join(' · ')}`,
    ...describeEnvironments(estimate),
  ]
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** `151 of 100 deployments a day (Hobby)` */
function describeQuota({ used, most, noun, per, plan }: QuotaUse): string {
  return `${used} of ${most} ${noun} a ${per} (${plan})`
}

function describeCost({ platform, dollars, memoryMb, pricesAsOf, pricesSource }: ProviderEstimate): string {
  if (platform === 'local') return 'costs nothing'
  if (dollars === undefined) return platform === 'url' ? 'costs what its owner pays' : 'price unknown'
  const sizes = memoryMb ? ` at ${memoryMb.join(', ')} MB` : ''
  return `$${dollars.toFixed(dollars < 0.01 ? 6 : 2)}${sizes} (prices of ${pricesAsOf}, ${pricesSource})`
}

function describeEnvironments({ environments }: ProviderEstimate): string[] {
  if (environments === undefined) return []
  const gb = (environments * ENVIRONMENT_MB) / 1024
  return [
    `  a burst runs ${environments} environments at once, about ${gb.toFixed(1)} GB of this machine's memory`,
  ]
}

function assumptions(): string {
  const { local, cloud } = assumedMs
  const forced = allWays.flatMap(({ estimate }) => estimate ?? [])
  const there = [
    `${cloud.cold} ms a cold start`,
    `${cloud.warm} ms a warm invocation`,
    ...forced.map(({ noun, assumedMs: ms }) => `${ms.cloud} ms an ${noun} on a cloud`),
  ]
  const here = [local.cold, local.warm, ...forced.map(({ assumedMs: ms }) => ms.local)]
  return `Assumed for time and price: ${there.join(', ')} (${here.slice(0, -1).join(', ')} and ${here.at(-1)} here), 1024 MB where no memory is stated, free tiers not counted.`
}
