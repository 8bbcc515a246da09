import type { Change } from '../../core/result.ts'
import type { Sample } from '../../core/sample.ts'
import type { Target } from '../../core/target.ts'
import { groupTargets } from '../../core/target-groups.ts'
import { comparePaired, pairByRound } from '../paired-comparison.ts'

interface Side {
  readonly name: string
  readonly function: string
  /** What the other side must share with it: contract and what the matrix varied. */
  readonly kind: string
  readonly samples: readonly Sample[]
}

/**
 * The change from one function of the user's own to the next, where a run has two of them under a contract: paired by
 * round, for each way of getting cold. The function that was named first is the one from before.
 */
export function findChanges(targets: readonly Target[], samples: readonly Sample[]): Change[] {
  const sides = sidesOf(targets, samples)
  return [...new Set(sides.map(({ kind }) => kind))].flatMap((kind) => {
    const [before, after, third] = sides.filter((side) => side.kind === kind)
    return before && after && !third ? changesBetween(before, after) : []
  })
}

function sidesOf(targets: readonly Target[], samples: readonly Sample[]): Side[] {
  return [...groupTargets(targets)].flatMap(([name, replicas]) => {
    const [{ facts, parameters, platform } = {} as Target] = replicas
    if (facts?.function === undefined) return []
    const ids = new Set(replicas.map(({ id }) => id))
    const kind = JSON.stringify([facts.function.contract, platform, parameters])
    const own = samples.filter(({ target }) => ids.has(target))
    return [{ name, function: facts.function.name, kind, samples: own }]
  })
}

function changesBetween(before: Side, after: Side): Change[] {
  const ways = new Set([...before.samples, ...after.samples].flatMap(({ coldBy }) => coldBy ?? []))
  return [...ways].flatMap((coldBy) => {
    if (coldBy === 'first') return []
    const [old, now] = [before, after].map((side) => side.samples.filter((one) => one.coldBy === coldBy))
    const { pairs, unpaired } = pairByRound(now ?? [], old ?? [])
    const { n, ratio, ratioInterval, p } = comparePaired(pairs)
    if (ratio === undefined) return []
    return [
      {
        before: before.name,
        after: after.name,
        coldBy,
        rounds: n,
        unpaired,
        ratio,
        ...(ratioInterval && { ratioInterval }),
        ...(p !== undefined && { p }),
      },
    ]
  })
}
