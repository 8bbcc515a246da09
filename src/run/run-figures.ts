import type { RunFigure, RunFooter } from '../core/run-file.ts'
import { median } from '../stats/index.ts'
import { type ColdWay, summariseColdWay } from '../stats/result/cold-summary.ts'
import type { SampleTable } from '../stats/result/sample-table.ts'
import type { TargetGroup } from '../stats/result/target-group.ts'

/** The medians that a run's footer carries, so that a list of runs need not read their samples. */
export function figuresOf(groups: readonly TargetGroup[]): Pick<RunFooter, 'figures'> {
  const figures = groups.flatMap(({ name, table, coldWays }) =>
    coldWays
      .filter(({ waits, facts, lost }) => waits.length > 0 && !facts.isOnce && !lost?.slowOnesLost)
      .map((way) => figureOf(name, table, way)),
  )
  return figures.length > 0 ? { figures } : {}
}

function figureOf(target: string, table: SampleTable, way: ColdWay): RunFigure {
  const { coldBy, plannedIdleMs, waits } = way
  const { wait, idleMs } = summariseColdWay(table, way)
  return {
    target,
    coldBy,
    ...(plannedIdleMs !== undefined && { plannedIdleMs }),
    n: waits.length,
    p50Ms: median(waits),
    ...(wait.p50Interval && { p50Interval: wait.p50Interval }),
    ...(plannedIdleMs === undefined && idleMs && { idleMs: idleMs.median }),
  }
}
