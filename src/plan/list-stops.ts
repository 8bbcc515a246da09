import type { BenchConfig } from '../config/bench-config.ts'
import { type Random, shuffled } from '../core/random.ts'
import type { Target } from '../core/target.ts'
import { checkBurst } from './check-burst.ts'
import type { ColdWay, Visit } from './plan.ts'

const ROUNDS_OF_WARM_ONLY = 10

/** A visit before it has its place in a round. */
export type Stop = Omit<Visit, 'id' | 'round'>

/**
 * The first invocation ever after a deployment is a class of its own, so it never counts as any other cold start.
 * A provider says `freshlyDeployed: false` of a target that has been invoked before: a function of the user's own.
 * Where nothing but firsts is wanted they have the warm ones.
 */
export function firstStops(groups: readonly (readonly Target[])[], warm: number): Stop[] {
  return groups.flatMap((group) => {
    const deployed = group.filter(
      ({ deployment, details }) => deployment !== undefined && details?.freshlyDeployed !== false,
    )
    return deployed.map(({ id }, index): Stop => {
      return { target: id, way: { coldBy: 'first' }, cold: 1, warm: share(warm, deployed.length, index) }
    })
  })
}

/**
 * The rounds that follow: turn by turn each way of getting cold once, in shuffled order, until every function has had
 * its cold starts; only warm invocations where no cold start is wanted.
 */
export function repeatedRounds(
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
