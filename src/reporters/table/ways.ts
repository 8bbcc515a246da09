import { formatDuration } from '../../core/duration.ts'
import type { ColdSummary, Summary } from '../../core/result.ts'

/** `idle 15 m 00 s`, `evict`, `first`: how the cold start was brought about. */
export function wayOf(cold: Pick<ColdSummary, 'coldBy' | 'plannedIdleMs'>): string {
  return cold.plannedIdleMs === undefined
    ? cold.coldBy
    : `${cold.coldBy} ${formatDuration(cold.plannedIdleMs)}`
}

/** The ways that get a row: `first` is one sample a deployment, and goes into a note beside other ways. */
export function shownWays({ cold }: Summary): readonly ColdSummary[] {
  const repeated = cold.filter(({ coldBy }) => coldBy !== 'first')
  return repeated.length > 0 ? repeated : cold
}

/** What `shownWays` left out. */
export function firstStarts({ cold }: Summary): readonly ColdSummary[] {
  return cold.filter(({ coldBy }) => coldBy === 'first').slice(0, cold.length > 1 ? undefined : 0)
}

const NAME_WIDTH = 16

/** A long name goes on in the next line, at a slash where there is one. */
export function brokenName(name: string): string {
  if (name.length <= NAME_WIDTH) return name
  const slash = name.lastIndexOf('/', NAME_WIDTH - 1)
  const at = slash > 0 ? slash + 1 : NAME_WIDTH
  return `${name.slice(0, at)}\n${brokenName(name.slice(at))}`
}
