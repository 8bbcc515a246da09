import type { RunFooter, RunHeader } from '../core/run-file.ts'
import type { Sample } from '../core/sample.ts'
import { median } from '../stats/index.ts'
import { collectGroups } from '../stats/result/collect-groups.ts'

/** The medians that a run's footer carries, so that a list of runs need not read their samples. */
export function figuresOf(
  { targets, ways }: RunHeader,
  samples: readonly Sample[],
): Pick<RunFooter, 'figures'> {
  const figures = collectGroups(targets, samples, ways).flatMap(({ name, coldWays }) =>
    coldWays
      .filter(({ waits, facts, lost }) => waits.length > 0 && !facts.isOnce && !lost?.slowOnesLost)
      .map(({ coldBy, plannedIdleMs, waits }) => ({
        target: name,
        coldBy,
        ...(plannedIdleMs !== undefined && { plannedIdleMs }),
        n: waits.length,
        p50Ms: median(waits),
      })),
  )
  return figures.length > 0 ? { figures } : {}
}
