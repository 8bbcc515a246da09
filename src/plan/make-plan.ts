import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { seededRandom, shuffled } from '../core/random.ts'
import type { Target } from '../core/target.ts'
import { groupTargets } from '../core/target-groups.ts'
import { type LimitsByProvider, listColdWays } from './cold-ways.ts'
import { estimatePlan } from './estimate-plan.ts'
import { firstStops, repeatedRounds, type Stop } from './list-stops.ts'
import { type Plan, type Round, sampleIdsOf } from './plan.ts'
import { readSettings, readStopRule } from './plan-settings.ts'

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
  const groups = [...groupTargets(targets).values()]
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

function nothingToMeasure({ cold, warm }: BenchConfig): ColdstartError {
  const reason =
    cold === 0 && warm === 0
      ? 'With --cold 0 and --warm 0 there is nothing to measure.'
      : 'The first invocation after a deployment can only be measured of what coldstart deploys, not of a target that runs already.'
  return new ColdstartError('bad-arguments', { reason, command: 'bench' })
}

function toRound(number: number, stops: readonly Stop[]): Round {
  return { number, visits: stops.map((stop) => ({ ...stop, id: `${number}.${stop.target}`, round: number })) }
}
