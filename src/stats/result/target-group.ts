import type { Sample, WayFacts } from '../../core/sample.ts'
import type { Summary } from '../../core/summary.ts'
import type { Target } from '../../core/target.ts'
import { groupOf } from '../../core/target-groups.ts'
import { measuredValues } from '../map-values.ts'
import { coldPenalty } from '../penalty.ts'
import { median } from '../quantile.ts'
import { sortInPlace } from '../sorted-samples.ts'
import { CLUSTERS_NEEDED } from './clustered-waits.ts'
import { type ColdWay, collectColdWays, summariseColdWay } from './cold-summary.ts'
import { findOutliers } from './find-outliers.ts'
import { summariseIdleProbes } from './idle-probes.ts'
import { inferTemperatures } from './infer-temperatures.ts'
import { summariseQueue } from './queue-summary.ts'
import type { SampleKind } from './sample-kind.ts'
import { type AddAlike, SampleTable } from './sample-table.ts'
import { collectWarm, isWarm, summariseWarm, type WarmWaits } from './warm-summary.ts'

/** The replicas of one function, reported together: their samples and what was collected from them. */
export interface TargetGroup {
  readonly name: string
  /** The first replica; the others differ in nothing that a reader is told. */
  readonly target: Target
  readonly table: SampleTable
  readonly coldWays: readonly ColdWay[]
  readonly warm: WarmWaits
  /** Why the temperatures of a silent target could not be inferred. */
  readonly notInferred?: string
  /** Rows whose wait lies far outside the others of its kind. */
  readonly outliers: ReadonlySet<number>
}

/**
 * @param ways what the run carries about its ways of getting cold
 * @throws ColdstartError `not-a-number`
 */
export function collectGroup(target: Target, table: SampleTable, ways?: readonly WayFacts[]): TargetGroup {
  const notInferred = inferTemperatures(table)
  const coldWays = collectColdWays(table, ways)
  return {
    name: groupOf(target),
    target: servedFrom(target, table.regions),
    table,
    coldWays,
    warm: collectWarm(table),
    ...(notInferred === undefined ? {} : { notInferred }),
    outliers: findOutliers(table, [table.rowsOf(isWarm), ...coldWays.map(({ coldRows }) => coldRows)]),
  }
}

/** The regions that served it stand beside the one it was made in, or in its place where that is not known. */
function servedFrom(target: Target, regions: ReadonlySet<string>): Target {
  const seen = [...regions].sort().join(' and ')
  if (seen === '' || seen === target.region) return target
  return { ...target, region: target.region === undefined ? seen : `${target.region} (served from ${seen})` }
}

/** All figures of one group; nothing is dropped, and everything that is not a figure is counted. */
export function summariseGroup({ name, target, table, coldWays, warm }: TargetGroup): Summary {
  const connects = columnMedian(table)
  const keepAlive = summariseIdleProbes(table, coldWays)
  const queue = summariseQueue(table.queued)
  const replied = table.rowsOf((kind) => kind.error === undefined)
  const warmInferred = table.rowsOf((kind) => isWarm(kind) && kind.inferred).length
  return {
    target: name,
    provider: target.provider,
    platform: target.platform,
    ...(target.parameters ? { parameters: target.parameters } : {}),
    cold: coldWays.map((way) => summariseColdWay(table, way)),
    warm: summariseWarm(warm),
    ...(warmInferred > 0 ? { warmInferred } : {}),
    unplannedCold: replied.filter((row) => isUnplannedCold(table, row)).length,
    penalties: coldWays.flatMap((way) => penaltyOf(way, warm)),
    ...(keepAlive ? { keepAlive } : {}),
    ...(queue ? { queue } : {}),
    ...(connects === undefined ? {} : { roundTripMs: connects }),
    invocations: table.rows,
    unknown: replied.filter((row) => table.kindAt(row).observed === 'unknown').length,
    errors: countErrors(table),
  }
}

function isUnplannedCold(table: SampleTable, row: number): boolean {
  const { intended, observed } = table.kindAt(row)
  return intended === 'warm' && (observed === 'cold' || observed === 'prewarmed')
}

function penaltyOf(way: ColdWay, { waits, instanceMedians, lost }: WarmWaits): Summary['penalties'] {
  if (way.waits.length === 0 || waits.length === 0 || way.lost?.slowOnesLost || lost?.slowOnesLost) return []
  const { coldBy, plannedIdleMs } = way
  const idle = plannedIdleMs === undefined ? {} : { plannedIdleMs }
  const { shiftInterval, ...penalty } = coldPenalty(way.waits, waits, instanceMedians, way.independent)
  const isShort = way.facts.isCluster && way.independent.length < CLUSTERS_NEEDED
  return [{ coldBy, ...idle, ...penalty, ...(shiftInterval && !isShort ? { shiftInterval } : {}) }]
}

/** Median of the TCP connect times of fresh connections: one round trip each. */
function columnMedian(table: SampleTable): number | undefined {
  const connects = measuredValues(
    table.rowsOf(() => true),
    (row) => table.connect.at(row),
  )
  return connects.length === 0 ? undefined : median(sortInPlace(connects))
}

function countErrors(table: SampleTable): Record<string, number> {
  const errors: Record<string, number> = {}
  for (const row of table.rowsOf((kind) => kind.error !== undefined)) {
    const error = table.kindAt(row).error ?? ''
    errors[error] = (errors[error] ?? 0) + 1
  }
  return errors
}

/** Target id → the group it is reported under. */
export function groupNames(targets: readonly Target[]): ReadonlyMap<string, string> {
  return new Map(targets.map((target) => [target.id, groupOf(target)]))
}

/**
 * Sorts samples into one table per target group and collects what summaries are made of, in the order of
 * the targets. Samples of a target that is not listed are left out.
 * @throws ColdstartError `not-a-number`
 */
export function collectGroups(
  targets: readonly Target[],
  samples: Iterable<Sample>,
  ways?: readonly WayFacts[],
): TargetGroup[] {
  const tables = new GroupTables(targets)
  for (const sample of samples) tables.add(sample)
  return tables.collect(ways)
}

/** Tables that are filled sample by sample, for a run too long to hold. */
export class GroupTables {
  readonly #targets: readonly Target[]
  readonly #names: ReadonlyMap<string, string>
  readonly #tables: ReadonlyMap<string, SampleTable>

  constructor(targets: readonly Target[]) {
    this.#targets = targets
    this.#names = groupNames(targets)
    this.#tables = new Map([...this.#names.values()].map((name) => [name, new SampleTable()]))
  }

  add(sample: Sample): void {
    this.#tables.get(this.#names.get(sample.target) ?? '')?.add(sample)
  }

  /** As the table's, of the target that the sample is of; a target that is not listed is left out. */
  adder(like: Sample): AddAlike {
    return this.of(this.#names.get(like.target) ?? '')?.adder(like) ?? (() => {})
  }

  /** The samples of a function's replicas; undefined for a name that no target has. */
  of(group: string): SampleTable | undefined {
    return this.#tables.get(group)
  }

  /** What was measured of one replica, in the order of the run, as its samples said it. */
  *recordedOf(target: string): Generator<SampleKind & { readonly round: number }> {
    const table = this.of(this.#names.get(target) ?? '')
    for (let row = 0; row < (table?.rows ?? 0); row++) {
      const kind = table?.measuredKindAt(row)
      if (kind?.target === target) yield { ...kind, round: table?.round.at(row) ?? 0 }
    }
  }

  collect(ways?: readonly WayFacts[]): TargetGroup[] {
    return [...this.#tables].flatMap(([name, table]) => {
      const target = this.#targets.find((candidate) => groupOf(candidate) === name)
      return target ? [collectGroup(target, table, ways)] : []
    })
  }
}
