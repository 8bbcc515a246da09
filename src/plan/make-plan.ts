import type { PlannedWay, Stop } from '../cold/cold-way.ts'
import { share } from '../cold/cold-way.ts'
import { allWays, wayNamed } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import { type Random, seededRandom, shuffled } from '../core/random.ts'
import type { Target } from '../core/target.ts'
import { groupTargets } from '../core/target-groups.ts'
import { estimateCosts } from './estimate-cost.ts'
import { estimateWall } from './estimate-wall.ts'
import { keepAliveMakers } from './keep-alive-rounds.ts'
import { idlePeriods, type LimitsByProvider } from './limits.ts'
import { type Plan, type Round, type RoundMaker, targetsByWay } from './plan.ts'
import { readDecideRule, readSettings, readStopRule } from './plan-settings.ts'
import { lanesOfVisits } from './side-by-side.ts'
import { orderVisits } from './visit-order.ts'

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

const ROUNDS_OF_WARM_ONLY = 10

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
  const scene: Scene = { config, groups, wantedCold, isOnlyWay: ways.length === 0, neverCold, random }
  const made = [openingStops(scene), ...repeatedRounds(scene, ways)].filter((stops) => stops.length > 0)
  const rounds = orderVisits(made, targets, config, random).map((stops, number) => toRound(number, stops))
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

/** What all stops of a plan are made of. */
interface Scene {
  readonly config: BenchConfig
  /** Replicas by function. */
  readonly groups: readonly (readonly Target[])[]
  readonly wantedCold: number
  readonly isOnlyWay: boolean
  /** Providers whose functions are never scaled to zero. */
  readonly neverCold: ReadonlySet<string>
  readonly random: Random
}

/** The ways that a configuration asks for, by name or by a setting of their own. */
function plannedWays(config: BenchConfig, periodsMs: readonly number[]): PlannedWay[] {
  const implied = allWays.filter((way) => way.isImplied?.(config)).map(({ name }) => name)
  const names = [...new Set([...config.coldBy, ...implied])]
  return names.flatMap((name) => wayNamed(name).plannedWays(config, periodsMs))
}

/** The round before all others: ways that come unasked wherever they can. */
function openingStops(scene: Scene): Stop[] {
  const opening = allWays.filter(({ isOpening }) => isOpening)
  return opening.flatMap(({ name }) => stopsOfTurn(scene, { coldBy: name }, 0))
}

/**
 * The rounds that follow: turn by turn each way of getting cold once, in shuffled order, until every function has had
 * its cold starts; only warm invocations where no cold start is wanted.
 */
function repeatedRounds(scene: Scene, ways: readonly PlannedWay[]): Stop[][] {
  if (scene.wantedCold === 0) return warmRounds(scene)
  const rounds: Stop[][] = []
  for (let turn = 0; ; turn++) {
    const made = shuffled(ways, scene.random)
      .map((way) => stopsOfTurn(scene, way, turn))
      .filter((stops) => stops.length > 0)
    if (made.length === 0) return rounds
    rounds.push(...made)
  }
}

function stopsOfTurn(scene: Scene, way: PlannedWay, number: number): Stop[] {
  const { groups, wantedCold, isOnlyWay, neverCold, random } = scene
  return groups.flatMap((replicas) => {
    const turn = { way, number, replicas, wantedCold, isOnlyWay }
    const shuffledReplicas = () => shuffled(replicas, random)
    const stops = wayNamed(way.coldBy).stops({ ...turn, shuffledReplicas }, scene.config)
    return neverCold.has(replicas[0]?.provider ?? '') ? stops.flatMap(warmOnly) : stops
  })
}

/** What is never scaled to zero is never cold. */
function warmOnly({ target, warm }: Stop): Stop[] {
  return warm > 0 ? [{ target, cold: 0, warm }] : []
}

function warmRounds({ config: { warm }, groups }: Scene): Stop[][] {
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
