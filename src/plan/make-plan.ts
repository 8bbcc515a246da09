import type { PlannedWay } from '../cold/cold-way.ts'
import { allWays, wayNamed } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { seededRandom } from '../core/random.ts'
import type { Target } from '../core/target.ts'
import { groupTargets } from '../core/target-groups.ts'
import { estimateCosts } from './estimate-cost.ts'
import { estimateWall } from './estimate-wall.ts'
import { keepAliveMakers } from './keep-alive-rounds.ts'
import { idlePeriods, type LimitsByProvider } from './limits.ts'
import { makeRounds } from './make-rounds.ts'
import { type Plan, type Round, type RoundMaker, targetsByWay } from './plan.ts'
import { readDecideRule, readSettings, readStopRule } from './plan-settings.ts'
import { lanesOfVisits } from './side-by-side.ts'

/** What a run does: a plan that is known beforehand, or one whose rounds are made on the way. */
export interface PlannedRun {
  readonly plan: Plan
  readonly makers?: readonly RoundMaker[]
}

/** Looks that a search usually needs at each replica; only for progress. */
const USUAL_LOOKS = 12

/**
 * The plan that a configuration asks for; the same for a run that starts and one that is resumed.
 * @throws ColdstartError `bad-arguments` when the configuration contradicts itself
 */
export function planRun(
  config: BenchConfig,
  targets: readonly Target[],
  limits: LimitsByProvider,
): PlannedRun {
  const { keepalive } = config
  if (!keepalive) return { plan: makePlan(config, targets, limits) }
  const empty = makePlan({ ...config, cold: 0, warm: 0 }, [], limits)
  const plan = { ...empty, invocations: targets.length * (USUAL_LOOKS + 1) }
  const { from: fromMs, max: maxMs, precision, looks } = keepalive
  return { plan, makers: keepAliveMakers(targets, { fromMs, maxMs, precision, looks }, plan.seed) }
}

/**
 * Rounds × targets × ways of getting cold, in one order that the configured seed shuffles. `config.cold` counts the cold
 * starts of a function in each way, over all its replicas; `config.warm` likewise.
 * @param limits what each provider allows and charges, by provider id
 * @throws ColdstartError `bad-arguments` when the configuration contradicts itself; `cannot-evict`
 */
export function makePlan(config: BenchConfig, targets: readonly Target[], limits: LimitsByProvider): Plan {
  const random = seededRandom(config.seed ?? 0)
  const stopRule = readStopRule(config)
  const decideRule = readDecideRule(config)
  const groups = [...groupTargets(targets).values()]
  const ways = plannedWays(config, idlePeriods(config, targets, limits))
  const wantedCold = stopRule?.most ?? decideRule?.most ?? config.cold
  const neverCold = new Set([...limits].flatMap(([id, one]) => (one.neverCold ? [id] : [])))
  refuseTooMany(config, groups, ways.length, wantedCold)
  const scene = { config, groups, wantedCold, isOnlyWay: ways.length === 0, neverCold, random }
  const rounds = makeRounds(scene, ways, targets)
  if (rounds.length === 0 && targets.length > 0) throw nothingToMeasure(config)
  checkTargets(rounds, targets, config)
  const costs = estimateCosts(rounds, targets, limits)
  return {
    seed: config.seed ?? 0,
    settings: readSettings(config),
    rounds,
    ...(stopRule ? { stopRule } : {}),
    ...(decideRule ? { decideRule } : {}),
    invocations: rounds.reduce((sum, { visits }) => sum + countInvocations(visits), 0),
    estimate: { ...costs, ...estimateWall(rounds, targets, config, lanesOfVisits(targets, limits)) },
  }
}

/** More than that is a slip of the keyboard: at a hundred a second it would take three hours without any idle period. */
const MOST_OF_A_PLAN = 1_000_000

/** @throws ColdstartError `bad-arguments` where functions × replicas × ways × invocations are too many, before they are planned */
function refuseTooMany(
  { warm, burst }: BenchConfig,
  groups: readonly (readonly Target[])[],
  ways: number,
  cold: number,
): void {
  const invocations = groups.reduce(
    (sum, replicas) => sum + ways * (Math.max(cold, burst * replicas.length) + warm) + replicas.length,
    0,
  )
  if (invocations <= MOST_OF_A_PLAN) return
  throw new ColdstartError('bad-arguments', {
    reason: `This would be ${invocations} invocations (${groups.length} functions, ${ways} ways of getting cold, ${cold} cold and ${warm} warm in each); a plan has ${MOST_OF_A_PLAN} at most.`,
    command: 'bench',
  })
}

/** The ways that a configuration asks for, by name or by a setting of their own. */
function plannedWays(config: BenchConfig, periodsMs: readonly number[]): PlannedWay[] {
  const implied = allWays.filter((way) => way.isImplied?.(config)).map(({ name }) => name)
  const names = [...new Set([...config.coldBy, ...implied])]
  return names.flatMap((name) => wayNamed(name).plannedWays(config, periodsMs))
}

/** A cold start is one invocation, or as many as its cluster has. */
function countInvocations(visits: Round['visits']): number {
  return visits.reduce((sum, { cold, warm }) => sum + cold + warm, 0)
}

/**
 * Asks every planned way whether it can bring its targets cold.
 * @param canEvict whether a target's platform can be told to evict; left out before that is known
 * @throws ColdstartError `bad-arguments`, `cannot-evict`
 */
export function checkTargets(
  rounds: readonly Round[],
  targets: readonly Target[],
  config: BenchConfig,
  canEvict?: (target: Target) => boolean,
): void {
  for (const [name, ids] of targetsByWay(rounds)) {
    const own = targets.filter(({ id }) => ids.has(id))
    wayNamed(name).check?.(own, config, canEvict)
  }
}

function nothingToMeasure({ cold, warm }: BenchConfig): ColdstartError {
  const reason =
    cold === 0 && warm === 0
      ? 'With --cold 0 and --warm 0 there is nothing to measure.'
      : 'The first invocation after a deployment can only be measured of what coldstart deploys and has not called yet: not of a target that runs already, and not behind a function URL, which is called until its policy is in force.'
  return new ColdstartError('bad-arguments', { reason, command: 'bench' })
}
