import type { Result } from '../../core/result.ts'
import type { ColdSummary, Summary } from '../../core/summary.ts'
import { wayFactsOf } from '../../core/way-facts.ts'

/** The ways that get a row: one that happens once a deployment goes into a note beside other ways. */
export function shownWays({ cold }: Summary, ways: Result['ways']): readonly ColdSummary[] {
  const repeated = cold.filter(({ coldBy }) => !wayFactsOf(ways, coldBy).isOnce)
  return repeated.length > 0 ? repeated : cold
}

/** What `shownWays` left out. */
export function firstStarts({ cold }: Summary, ways: Result['ways']): readonly ColdSummary[] {
  return cold.length > 1 ? cold.filter(({ coldBy }) => wayFactsOf(ways, coldBy).isOnce) : []
}

const NAME_WIDTH = 16

/** A long name goes on in the next line, at a slash where there is one. */
export function brokenName(name: string): string {
  if (name.length <= NAME_WIDTH) return name
  const slash = name.lastIndexOf('/', NAME_WIDTH - 1)
  const at = slash > 0 ? slash + 1 : NAME_WIDTH
  return `${name.slice(0, at)}\n${brokenName(name.slice(at))}`
}
