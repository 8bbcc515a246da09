import type { ColdBy, InstanceReads, WayFacts } from '../../core/sample.ts'
import type { ColdSummary, Distribution } from '../../core/summary.ts'
import { recordedWays, wayFactsOf } from '../../core/way-facts.ts'
import { compareSamples, type SampleComparison } from '../compare-samples.ts'
import { mapValues, measuredValues } from '../map-values.ts'
import { median } from '../quantile.ts'
import { type SortedSamples, sortInPlace } from '../sorted-samples.ts'
import { CLUSTERS_NEEDED, mediansByCluster, summariseClustered } from './clustered-waits.ts'
import { summariseDistribution } from './distribution.ts'
import { findLost, type LostReplies, withoutMedian } from './lost-replies.ts'
import { coldWayOf, type SampleKind } from './sample-kind.ts'
import type { SampleTable } from './sample-table.ts'

/** One way of getting cold (and planned idle period) of one target group: its rows and waits. */
export interface ColdWay {
  readonly coldBy: ColdBy
  readonly plannedIdleMs?: number
  /** What is known of the way. */
  readonly facts: WayFacts
  /** Intended cold in this way. */
  readonly intendedRows: Uint32Array
  /** Of those, the observed colds with a wait. */
  readonly coldRows: Uint32Array
  /** Waits of `coldRows`, ms. */
  readonly waits: SortedSamples
  /** What intervals and tests are made of: the waits, or one median a burst, whose replies share a moment. */
  readonly independent: SortedSamples
  /** Replies that were refused or did not come; left out where there are none. */
  readonly lost?: LostReplies
}

/**
 * The ways in which a group was brought cold, `idle` first, then by idle period.
 * @param ways what the run carries about its ways
 */
export function collectColdWays(table: SampleTable, ways?: readonly WayFacts[]): ColdWay[] {
  const intended = table.kinds.filter((kind) => kind.intended === 'cold')
  const found = new Map(intended.map((kind) => [coldWayOf(kind), kind]))
  const order = [...Object.keys(recordedWays), ...(ways ?? []).map(({ name }) => name)]
  return [...found]
    .map(([way, kind]) => collectColdWay(table, way, kind, ways))
    .sort(
      (a, b) =>
        order.indexOf(a.coldBy) - order.indexOf(b.coldBy) || (a.plannedIdleMs ?? 0) - (b.plannedIdleMs ?? 0),
    )
}

function collectColdWay(
  table: SampleTable,
  way: string,
  { coldBy = 'idle', plannedIdleMs }: SampleKind,
  ways: readonly WayFacts[] | undefined,
): ColdWay {
  const intendedRows = table.rowsOf((kind) => kind.intended === 'cold' && coldWayOf(kind) === way)
  const coldRows = intendedRows.filter((row) => {
    const kind = table.kindAt(row)
    return kind.observed === 'cold' && kind.error === undefined && !Number.isNaN(table.wait.at(row))
  })
  const waits = sortInPlace(mapValues(coldRows, (row) => table.wait.at(row)))
  const facts = wayFactsOf(ways, coldBy)
  const lost = findLost(table, intendedRows, waits)
  return {
    coldBy,
    ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
    facts,
    intendedRows,
    coldRows,
    waits,
    ...(lost ? { lost } : {}),
    independent: facts.isCluster ? burstMedians(table, coldRows) : waits,
  }
}

function burstMedians(table: SampleTable, rows: Uint32Array): SortedSamples {
  return mediansByCluster(
    rows,
    (row) => table.coldFact(row, 'burst'),
    (row) => table.wait.at(row),
  )
}

/** Waits of the observed colds; of bursts with the interval over bursts. */
export function summariseColdWaits({ facts, waits, independent, lost }: ColdWay): Distribution {
  if (lost?.slowOnesLost) return withoutMedian(summariseDistribution(waits))
  if (!facts.isCluster) return summariseDistribution(waits)
  return summariseClustered(waits, independent, { count: 'bursts', samples: 'cold starts of one burst' })
}

/**
 * Two sides cold in one way, on what is independent of each; bursts only from 6 on either side; below that,
 * and where a side lost its slow replies, the sizes alone.
 */
export function compareColdWays(a: ColdWay, b: ColdWay): SampleComparison {
  const sizes = { nA: a.independent.length, nB: b.independent.length }
  return !isTestable(a) || !isTestable(b) ? sizes : compareSamples(a.independent, b.independent)
}

/** Whether tests may be made of it: enough clusters, at least one value, its slow replies not lost. */
export function isTestable({ facts, independent, lost }: ColdWay): boolean {
  return !lost?.slowOnesLost && independent.length >= (facts.isCluster ? CLUSTERS_NEEDED : 1)
}

/**
 * Counts what the intended colds turned out to be, and describes the waits of those that were cold.
 * Errors are counted and are in no distribution.
 */
export function summariseColdWay(table: SampleTable, way: ColdWay): ColdSummary {
  const count = (wanted: (kind: SampleKind) => boolean) =>
    way.intendedRows.reduce((sum, row) => sum + (wanted(table.kindAt(row)) ? 1 : 0), 0)
  const replied = (observed: SampleKind['observed']) =>
    count((kind) => kind.error === undefined && kind.observed === observed)
  const named = way.lost?.slowOnesLost ? withoutMedian : (distribution: Distribution) => distribution
  const total = named(distributionOf(way.coldRows, (row) => table.coldFact(row, 'total')))
  const initAndHandler = named(distributionOf(way.coldRows, (row) => table.coldFact(row, 'initAndHandler')))
  const breakdown = way.lost?.slowOnesLost ? undefined : breakdownOfMedian(table, way)
  const unknown = replied('unknown')
  const idleMs = idleOf(table, way)
  return {
    coldBy: way.coldBy,
    ...(way.plannedIdleMs === undefined ? {} : { plannedIdleMs: way.plannedIdleMs }),
    ...(idleMs ? { idleMs } : {}),
    intended: way.intendedRows.length,
    observed: replied('cold'),
    prewarmed: replied('prewarmed'),
    alive: replied('warm'),
    unknown,
    errors: count((kind) => kind.error !== undefined),
    inferred: count((kind) => kind.error === undefined && kind.observed === 'cold' && kind.inferred),
    wait: summariseColdWaits(way),
    ...(unknown > 0 ? { waitAsIntended: summariseAsIntended(table, way) } : {}),
    ...(total.n > 0 ? { total } : {}),
    ...(breakdown ? { breakdown } : {}),
    ...(initAndHandler.n > 0 ? { initAndHandler } : {}),
    ...readsOf(table, way),
  }
}

/** The median of each figure by itself. */
function readsOf({ reads }: SampleTable, { coldRows }: ColdWay): Pick<ColdSummary, 'reads'> {
  const known = [...coldRows].flatMap((row) => reads.get(row) ?? [])
  if (known.length === 0) return {}
  const middle = (figure: keyof InstanceReads) =>
    Math.round(median(sortInPlace(Float64Array.from(known, (one) => one[figure]))))
  return { reads: { diskBytes: middle('diskBytes'), bytes: middle('bytes'), calls: middle('calls') } }
}

/** Where temperatures are not known: the waits of all that were meant to be cold and replied. */
function summariseAsIntended(table: SampleTable, { intendedRows }: ColdWay): Distribution {
  const replied = intendedRows.filter((row) => table.kindAt(row).error === undefined)
  const waits = sortInPlace(measuredValues(replied, (row) => table.wait.at(row)))
  const distribution = summariseDistribution(waits)
  return findLost(table, intendedRows, waits)?.slowOnesLost ? withoutMedian(distribution) : distribution
}

/** What idle periods really were: those that were planned, or longer where visits or other targets took their time. */
function idleOf(table: SampleTable, { intendedRows }: ColdWay): ColdSummary['idleMs'] {
  const idle = sortInPlace(measuredValues(intendedRows, (row) => table.coldFact(row, 'idle')))
  const [min, max] = [idle[0], idle[idle.length - 1]]
  return min === undefined || max === undefined ? undefined : { min, median: median(idle), max }
}

function distributionOf(rows: Uint32Array, valueAt: (row: number) => number) {
  return summariseDistribution(sortInPlace(measuredValues(rows, valueAt)))
}

/** Where the wait of the median sample went (the lower of the two middle ones when n is even). */
function breakdownOfMedian(table: SampleTable, way: ColdWay) {
  const middle = way.waits[Math.floor((way.waits.length - 1) / 2)]
  const row = way.coldRows.find((candidate) => table.wait.at(candidate) === middle)
  return row === undefined ? undefined : table.breakdownAt(row)
}
