import type { Summary } from '../../core/summary.ts'
import { lifetimeOf, summariseKeepAlive } from '../keep-alive.ts'
import type { ColdWay } from './cold-summary.ts'
import type { SampleTable } from './sample-table.ts'

/** What the idle periods of a run say about keep-alive, or undefined where they cannot say anything. */
export function summariseIdleProbes(table: SampleTable, coldWays: readonly ColdWay[]): Summary['keepAlive'] {
  const looks = new Set(coldWays.filter(({ facts }) => facts.isLook).map(({ coldBy }) => coldBy))
  const probes = table
    .rowsOf((kind) => kind.intended === 'cold' && looks.has(kind.coldBy ?? '') && kind.error === undefined)
    .filter((row) => !Number.isNaN(table.coldFact(row, 'idle')))
  const kinds = [...new Set(Array.from(probes, (row) => table.kindAt(row)))]
  const periods = new Set(kinds.map((kind) => kind.plannedIdleMs))
  if (periods.size < 2 && !kinds.some((kind) => kind.observed === 'warm')) return undefined
  const lifetimes = Array.from(probes, (row) =>
    lifetimeOf(table.kindAt(row).observed, table.coldFact(row, 'idle')),
  ).flat()
  const found = summariseKeepAlive(lifetimes)
  if (!found) return undefined
  const { curve, ...rest } = found
  return {
    ...rest,
    curve: curve
      .filter(({ mass }) => mass > 1e-6)
      .map(({ after, until, mass }) => ({
        afterMs: after,
        ...(until === Number.POSITIVE_INFINITY ? {} : { untilMs: until }),
        mass,
      })),
  }
}
