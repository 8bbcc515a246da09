import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { type Random, seededRandom, shuffled } from '../core/random.ts'
import { groupOf, type Target } from '../core/target.ts'
import { checkBurst } from './check-burst.ts'
import { type LimitsByProvider, listColdWays } from './cold-ways.ts'
import { estimatePlan } from './estimate-plan.ts'
import {
  type ColdWay,
  type Plan,
  type PlanSettings,
  type Round,
  type StopRule,
  sampleIdsOf,
  type Visit,
} from './plan.ts'

/** With a stopping rule and no maximum of its own, a run may take this many cold starts. */
const DEFAULT_MOST_COLD = 100
/** Below this the exact interval of a median is too wide to stop on (METHOD.md, "Sequential"). */
const LEAST_COLD_TO_STOP = 10
const ROUNDS_OF_WARM_ONLY = 10

/** A visit before it has its place in a round. */
type Stop = Omit<Visit, 'id' | 'round'>

/**
 * Rounds × targets × ways of getting cold, shuffled by the configured seed. `config.cold` counts the cold
 * starts of a function in each way, over all its replicas; `config.warm` likewise.
 * @param limits what each provider allows and charges, by provider id
 * @throws ColdstartError `bad-arguments` when the configuration contradicts itself
 */
export function makePlan(config: BenchConfig, targets: readonly Target[], limits: LimitsByProvider): Plan {
  const random = seededRandom(config.seed ?? 0)
  const stopRule = readStopRule(config)
  const wantedCold = stopRule?.most ?? config.cold
  const groups = groupTargets(targets)
  const ways = listColdWays(config, targets, limits)
  const firsts = firstStops(groups, ways.length === 0 ? config.warm : 0)
  const rounds = [firsts, ...repeatedRounds(config, groups, wantedCold, ways, random)]
    .filter((stops) => stops.length > 0)
    .map((stops, number) => toRound(number, shuffled(stops, random)))
  if (rounds.length === 0 && targets.length > 0) throw nothingToMeasure(config)
  return {
    seed: config.seed ?? 0,
    settings: readSettings(config, ways),
    rounds,
    ...(stopRule ? { stopRule } : {}),
    invocations: rounds.flatMap(({ visits }) => visits.flatMap(sampleIdsOf)).length,
    estimate: estimatePlan(rounds, targets, limits, config),
  }
}

/** An idle period that adapts may grow to four times the longest that was asked for, unless told otherwise. */
const GROWTH_OF_IDLE = 4

function readSettings(config: BenchConfig, ways: readonly ColdWay[]): PlanSettings {
  const longestMs = Math.max(0, ...ways.map(({ plannedIdleMs = 0 }) => plannedIdleMs))
  const growsToMs = config.maxIdle ?? GROWTH_OF_IDLE * longestMs
  return {
    timeoutMs: config.timeout,
    connection: config.connection,
    warmGapMs: config.warmGap,
    replicaGapMs: config.replicaGap,
    ...(config.adaptiveIdle ? { adaptiveIdleMaxMs: growsToMs } : {}),
    ...(config.vantage === undefined ? {} : { vantage: config.vantage }),
  }
}

function nothingToMeasure({ cold, warm }: BenchConfig): ColdstartError {
  const reason =
    cold === 0 && warm === 0
      ? 'With --cold 0 and --warm 0 there is nothing to measure.'
      : 'The first invocation after a deployment can only be measured of what coldstart deploys, not of a target that runs already.'
  return new ColdstartError('bad-arguments', { reason, command: 'bench' })
}

function readStopRule(config: BenchConfig): StopRule | undefined {
  if (config.untilCi === undefined) return undefined
  const most = config.maxCold ?? Math.max(config.cold, DEFAULT_MOST_COLD)
  return { within: config.untilCi, least: Math.min(most, LEAST_COLD_TO_STOP), most }
}

function groupTargets(targets: readonly Target[]): Target[][] {
  const groups = new Map<string, Target[]>()
  for (const target of targets) groups.set(groupOf(target), [...(groups.get(groupOf(target)) ?? []), target])
  return [...groups.values()]
}

/**
 * The first invocation ever after a deployment is a class of its own, so it never counts as any other cold start.
 * A provider says `freshlyDeployed: false` of a target that has been invoked before: a function of the user's own.
 * Where nothing but firsts is wanted they have the warm ones.
 */
function firstStops(groups: readonly (readonly Target[])[], warm: number): Stop[] {
  return groups.flatMap((group) => {
    const deployed = group.filter(
      ({ deployment, details }) => deployment !== undefined && details?.freshlyDeployed !== false,
    )
    return deployed.map(({ id }, index): Stop => {
      return { target: id, way: { coldBy: 'first' }, cold: 1, warm: share(warm, deployed.length, index) }
    })
  })
}

function repeatedRounds(
  config: BenchConfig,
  groups: readonly (readonly Target[])[],
  wantedCold: number,
  ways: readonly ColdWay[],
  random: Random,
): Stop[][] {
  if (wantedCold === 0) return warmRounds(config.warm, groups)
  const rounds: Stop[][] = []
  for (let turn = 0; ; turn++) {
    const turnRounds = shuffled(ways, random)
      .map((way) => groups.flatMap((group) => stopsOfTurn(config, group, wantedCold, way, turn, random)))
      .filter((stops) => stops.length > 0)
    if (turnRounds.length === 0) return rounds
    rounds.push(...turnRounds)
  }
}

/** The replicas of one function that are visited in this turn, with their share of its warm invocations. */
function stopsOfTurn(
  config: BenchConfig,
  group: readonly Target[],
  wantedCold: number,
  way: ColdWay,
  turn: number,
  random: Random,
): Stop[] {
  if (way.coldBy === 'burst') return burstStops(config, group, way, turn)
  const before = turn * group.length
  const visited = shuffled(group, random).slice(0, Math.max(0, wantedCold - before))
  return visited.map(({ id }, index) => ({
    target: id,
    way,
    cold: 1,
    warm: share(config.warm, Math.max(1, config.cold), before + index),
  }))
}

/** One burst of each replica gives `burst` cold starts; enough bursts to reach the wanted number, at least one. */
function burstStops(config: BenchConfig, group: readonly Target[], way: ColdWay, turn: number): Stop[] {
  checkBurst(config.burst, group)
  const bursts = Math.max(1, Math.ceil(config.cold / (config.burst * group.length)))
  return turn < bursts ? group.map(({ id }) => ({ target: id, way, cold: config.burst, warm: 0 })) : []
}

/** How many of `total` things fall to the `index`th of `shares` when they are spread evenly. */
function share(total: number, shares: number, index: number): number {
  return Math.floor(((index + 1) * total) / shares) - Math.floor((index * total) / shares)
}

function warmRounds(warm: number, groups: readonly (readonly Target[])[]): Stop[][] {
  const rounds = Math.min(warm, ROUNDS_OF_WARM_ONLY)
  return Array.from({ length: rounds }, (_, round) =>
    groups.flatMap((group) => {
      const replica = group[round % group.length]
      return replica ? [{ target: replica.id, cold: 0, warm: share(warm, rounds, round) }] : []
    }),
  )
}

function toRound(number: number, stops: readonly Stop[]): Round {
  return { number, visits: stops.map((stop) => ({ ...stop, id: `${number}.${stop.target}`, round: number })) }
}
