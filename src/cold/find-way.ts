import type { ColdWay, WayOption } from './cold-way.ts'
import { coldWays } from './index.ts'

/** All ways by their interface. */
export const allWays: readonly ColdWay[] = coldWays

/** As in `--cold-by`: `idle`, `evict`, … */
export const wayNames: readonly string[] = allWays.map(({ name }) => name)

/** The settings that the ways bring along, by configuration key. */
export function wayOptions(): [key: string, option: WayOption][] {
  return allWays.flatMap(({ options }) => Object.entries(options))
}

/**
 * The way of that name.
 * @throws Error for a name that configuration would not have let through
 */
export function wayNamed(name: string): ColdWay {
  const way = allWays.find((one) => one.name === name)
  if (!way) throw new Error(`There is no way of getting cold named ${name}.`)
  return way
}
