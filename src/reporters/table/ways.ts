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
