import { ColdstartError } from '../../core/errors.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import type { ColdWay } from '../result/cold-summary.ts'
import type { ComparedGroup } from './compared-group.ts'

/**
 * Lines up the groups of several results by name; where each has only one, they are lined up whatever
 * their names.
 * @throws ColdstartError `nothing-to-compare`
 */
export function matchGroups(
  names: readonly string[],
  sides: readonly (readonly ComparedGroup[])[],
): { matched: ComparedGroup[][]; unmatched: string[] } {
  if (sides.every((groups) => groups.length === 1)) return { matched: [sides.flat()], unmatched: [] }
  const everywhere = (name: string) => sides.every((groups) => groups.some((group) => group.name === name))
  const [base = []] = sides
  const matched = base
    .filter(({ name }) => everywhere(name))
    .map(({ name }) => sides.flatMap((groups) => groups.filter((group) => group.name === name)))
  if (matched.length === 0)
    throw new ColdstartError('nothing-to-compare', {
      names,
      targets: sides.map((groups) => groups.map(({ name }) => name)),
    })
  const strays = new Set(
    sides
      .flat()
      .map(({ name }) => name)
      .filter((name) => !everywhere(name)),
  )
  const unmatched = [...strays].map((name) => {
    const where = names.filter((_, index) => sides[index]?.some((group) => group.name === name))
    return `${name} is only in ${where.join(' and ')}`
  })
  return { matched, unmatched }
}

/**
 * Lines up the ways of getting cold of one target: the same way and idle period; where each side has only
 * one way left over, those are lined up too, and `unlike-sides` says that they differ.
 */
export function matchWays(sides: readonly Pick<ComparedGroup, 'name' | 'coldWays'>[]): {
  matched: ColdWay[][]
  unmatched: string[]
} {
  const everywhere = (way: ColdWay) =>
    sides.every(({ coldWays }) => coldWays.some((other) => nameOfWay(other) === nameOfWay(way)))
  const [base] = sides
  const matched = (base?.coldWays ?? [])
    .filter(everywhere)
    .map((way) =>
      sides.flatMap(({ coldWays }) => coldWays.filter((other) => nameOfWay(other) === nameOfWay(way))),
    )
  const rest = sides.map(({ coldWays }) => coldWays.filter((way) => !everywhere(way)))
  if (rest.every((ways) => ways.length === 1)) return { matched: [...matched, rest.flat()], unmatched: [] }
  const unmatched = rest.flatMap((ways, index) =>
    ways.map((way) => `${sides[index]?.name} cold by ${nameOfWay(way)} has no counterpart`),
  )
  return { matched, unmatched: [...new Set(unmatched)] }
}
