import type { PlannedWay, Stop } from '../cold/cold-way.ts'
import { share } from '../cold/cold-way.ts'
import { allWays, wayNamed } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { type Random, shuffled } from '../core/random.ts'
import type { Target } from '../core/target.ts'
import type { Round, Visit } from './plan.ts'
import { orderVisits } from './visit-order.ts'

const ROUNDS_OF_WARM_ONLY = 10

/** What all stops of a plan are made of. */
export interface Scene {
  readonly config: BenchConfig
  /** Replicas by function. */
  readonly groups: readonly (readonly Target[])[]
  readonly wantedCold: number
  readonly isOnlyWay: boolean
  /** Providers whose functions are never scaled to zero. */
  readonly neverCold: ReadonlySet<string>
  readonly random: Random
}

/**
 * The rounds of a plan in the order of the run. A plan may have a million visits, so a stop is let go of once its visit
 * is made of it.
 */
export function makeRounds(scene: Scene, ways: readonly PlannedWay[], targets: readonly Target[]): Round[] {
  const made = [openingStops(scene), ...repeatedRounds(scene, ways)].filter((stops) => stops.length > 0)
  const ordered = orderVisits(made, targets, scene.config, scene.random)
  made.length = 0
  return Array.from(ordered.keys(), (number) => {
    const stops = ordered[number] ?? []
    ordered[number] = []
    return { number, visits: stops.map((stop) => toVisit(number, stop)) }
  })
}

/** Field by field, as a copy by spread with more fields takes twice the memory. */
function toVisit(round: number, { target, way, cold, warm }: Stop): Visit {
  const id = `${round}.${target}`
  return way ? { id, round, target, way, cold, warm } : { id, round, target, cold, warm }
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
