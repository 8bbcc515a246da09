import { idle } from '../cold/idle.ts'
import { type Random, seededRandom, shuffled } from '../core/random.ts'
import type { Target } from '../core/target.ts'
import { groupTargets } from '../core/target-groups.ts'
import { type KeepAliveSettings, type Looks, nextIdleToTry } from './keep-alive-search.ts'
import type { Recorded, Round, RoundMaker, Visit } from './plan.ts'

/** However undecided a platform is, its search ends after so many idle periods. */
const MOST_ROUNDS = 60

/** One maker a function: its replicas are looked at after the same idle period, side by side. */
export function keepAliveMakers(
  targets: readonly Target[],
  settings: KeepAliveSettings,
  seed: number,
): RoundMaker[] {
  return [...groupTargets(targets).values()].map((replicas) => keepAliveMaker(replicas, settings, seed))
}

/** Round 0 makes sure that every replica has an instance; every later round is one look at each. */
function keepAliveMaker(replicas: readonly Target[], settings: KeepAliveSettings, seed: number): RoundMaker {
  return (number, recordedOf) => {
    const random = seededRandom(seed + number)
    if (number === 0) return toRound(0, replicas, { cold: 0, warm: 1 }, random)
    if (number > MOST_ROUNDS) return undefined
    const before = replicas.flatMap(({ id }) => [...recordedOf(id)].filter(({ round }) => round < number))
    const plannedIdleMs = nextIdleToTry(countLooks(before), settings)
    if (plannedIdleMs === undefined) return undefined
    return toRound(number, replicas, { cold: 1, warm: 0, way: { coldBy: idle.name, plannedIdleMs } }, random)
  }
}

function toRound(
  number: number,
  replicas: readonly Target[],
  stop: Pick<Visit, 'cold' | 'warm' | 'way'>,
  random: Random,
): Round {
  const visits = shuffled(replicas, random).map(({ id }): Visit => {
    return { ...stop, id: `${number}.${id}`, round: number, target: id }
  })
  return { number, visits }
}

/** Looks by planned idle period. An instance's first invocation means that the one before it was gone. */
export function countLooks(samples: readonly Recorded[]): Looks[] {
  const looks = new Map<number, { alive: number; gone: number }>()
  for (const { intended, plannedIdleMs, observed, error } of samples) {
    if (intended !== 'cold' || plannedIdleMs === undefined || error || observed === 'unknown') continue
    const count = looks.get(plannedIdleMs) ?? { alive: 0, gone: 0 }
    if (observed === 'warm') count.alive++
    else count.gone++
    looks.set(plannedIdleMs, count)
  }
  return [...looks].map(([idleMs, count]) => ({ idleMs, ...count }))
}
