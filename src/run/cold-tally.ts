import type { PlannedWay } from '../cold/cold-way.ts'
import { wayNamed } from '../cold/find-way.ts'
import { inferTemperature, type SilentReply, teachesWarm } from '../stats/classify-silent.ts'
import { assertSorted, median, type SortedSamples, sortSamples } from '../stats/index.ts'
import type { SampleKind } from '../stats/result/sample-kind.ts'
import type { SampleTable } from '../stats/result/sample-table.ts'
import type { GroupTables } from '../stats/result/target-group.ts'
import { learnWarm, type WarmReference } from '../stats/warm-reference.ts'

/** The waits of the cold starts so far, in order; each sample of a run is read once, however often one asks. */
export interface ColdTally {
  /**
   * @param group the name that a function's replicas share
   * @returns waits in ms; of bursts one median each, since their replies share a moment
   */
  coldWaits(group: string, way: PlannedWay): SortedSamples
}

/** @param tables of a run that goes on; each read on from where the last question left off */
export function openColdTally(tables: Pick<GroupTables, 'of'>): ColdTally {
  const groups = new Map<string, GroupTally>()
  return {
    coldWaits(group, way) {
      const table = tables.of(group)
      if (!table) return sortSamples([])
      const tally = groups.get(group) ?? { read: 0, isSilent: true, warm: [], ways: new Map() }
      groups.set(group, tally)
      for (; tally.read < table.rows; tally.read++) addTo(tally, table, tally.read)
      return waitsOf(tally, way)
    },
  }
}

/** One function's replies. */
interface GroupTally {
  /** Rows of its table that are in here. */
  read: number
  /** No reply so far carries evidence of its temperature but its latency. */
  isSilent: boolean
  /** Waits that the warm distribution of a silent URL is learned from; every list is kept in order. */
  readonly warm: number[]
  readonly ways: Map<string, WayTally>
}

/** One function's replies after one way of getting cold. */
interface WayTally {
  readonly proven: number[]
  /** Waits that say cold, should they be slow enough for it. */
  readonly silent: number[]
  /** By round and target; `changed` are those with replies that are not in their median yet. */
  readonly bursts: Map<string, Burst>
  readonly changed: Set<Burst>
  readonly medians: number[]
}

interface Burst {
  readonly waits: number[]
  medianMs?: number
}

function addTo(group: GroupTally, table: SampleTable, row: number): void {
  const kind = table.measuredKindAt(row)
  if (kind.error) return
  if (!kind.silent) group.isSilent = false
  const { coldBy, plannedIdleMs, observed } = kind
  const waitMs = table.wait.at(row)
  if (Number.isNaN(waitMs)) return
  if (teachesWarm(kind)) insert(group.warm, waitMs)
  if (coldBy === undefined) return
  const keys = new Set([keyOf(coldBy, plannedIdleMs), keyOf(coldBy)])
  for (const key of keys) {
    const way = group.ways.get(key) ?? emptyWay()
    group.ways.set(key, way)
    if (observed === 'cold') addCold(way, kind, table.round.at(row), waitMs)
    else if (isCold(kind, Number.MAX_VALUE, ANY_WARM)) insert(way.silent, waitMs)
  }
}

/** A reference that calls every reply cold that may be called so at all. */
const ANY_WARM: WarmReference = { supported: true, warmUpToMs: 0, coldAboveMs: 0 }

function isCold(reply: SilentReply, waitMs: number, warm: WarmReference) {
  return inferTemperature(reply, waitMs, warm) === 'cold'
}

function addCold(way: WayTally, { coldBy = '', target }: SampleKind, round: number, waitMs: number): void {
  if (!wayNamed(coldBy).cluster) {
    insert(way.proven, waitMs)
    return
  }
  const key = `${round} ${target}`
  const burst = way.bursts.get(key) ?? { waits: [] }
  way.bursts.set(key, burst)
  burst.waits.push(waitMs)
  way.changed.add(burst)
}

function waitsOf(group: GroupTally, way: PlannedWay): SortedSamples {
  const isOnePeriod = way.growsToMs === undefined && way.plannedIdleMs !== undefined
  const tally = group.ways.get(keyOf(way.coldBy, isOnePeriod ? way.plannedIdleMs : undefined))
  if (!tally) return sortSamples([])
  if (group.isSilent) {
    const warm = learnWarm(assertSorted(group.warm))
    const reply = { intended: 'cold', coldBy: way.coldBy } as const
    const first = firstIndex(tally.silent, (waitMs) => isCold(reply, waitMs, warm))
    return assertSorted(tally.silent.slice(first))
  }
  return assertSorted(wayNamed(way.coldBy).cluster ? mediansOf(tally) : tally.proven)
}

function mediansOf({ medians, changed }: WayTally): readonly number[] {
  for (const burst of changed) {
    const before = burst.medianMs
    if (before !== undefined)
      medians.splice(
        firstIndex(medians, (ms) => ms >= before),
        1,
      )
    burst.medianMs = median(sortSamples(burst.waits))
    insert(medians, burst.medianMs)
  }
  changed.clear()
  return medians
}

function keyOf(coldBy: string, plannedIdleMs?: number): string {
  return plannedIdleMs === undefined ? coldBy : `${coldBy} ${plannedIdleMs}`
}

function emptyWay(): WayTally {
  return { proven: [], silent: [], bursts: new Map(), changed: new Set(), medians: [] }
}

function insert(sorted: number[], value: number): void {
  const at = firstIndex(sorted, (other) => other > value)
  sorted.splice(at, 0, value)
}

/** By bisection: of a condition that holds from somewhere on, where that is. */
function firstIndex(values: readonly number[], holds: (value: number) => boolean): number {
  let [from, to] = [0, values.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (holds(values[middle] as number)) to = middle
    else from = middle + 1
  }
  return from
}
