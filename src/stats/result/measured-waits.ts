import type { MeasuredWaits } from '../../core/measured-waits.ts'
import type { Result } from '../../core/result.ts'
import { roundMs } from '../../core/round-ms.ts'
import type { Sample } from '../../core/sample.ts'
import type { Target } from '../../core/target.ts'
import { hashId } from './hash-id.ts'
import type { AddAlike } from './sample-table.ts'
import { GroupTables, type TargetGroup } from './target-group.ts'

type Building = MeasuredWaits & {
  readonly rounds: number[]
  readonly waitMs?: number[]
  readonly instances?: number[]
  filled: number
}

/** The waits of every sample, kind by kind, as the groups' tables hold them: temperatures inferred, outliers flagged. */
export function waitsOfGroups(groups: readonly TargetGroup[]): MeasuredWaits[] {
  const numbers = new Map<number, number>()
  const numberOf = (hash: number) => {
    const number = numbers.get(hash) ?? numbers.size
    numbers.set(hash, number)
    return number
  }
  return groups.flatMap((group) => waitsOfGroup(group, numberOf))
}

function waitsOfGroup(group: TargetGroup, numberOf: (hash: number) => number): MeasuredWaits[] {
  const { table } = group
  const found = new Map<number, Building>()
  const counts = new Map<number, number>()
  for (let row = 0; row < table.rows; row++) {
    const key = keyOf(group, row)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (let row = 0; row < table.rows; row++) {
    const key = keyOf(group, row)
    const waits = found.get(key) ?? begin(group, row, counts.get(key) ?? 0)
    found.set(key, waits)
    const at = waits.filled++
    waits.rounds[at] = table.round.at(row)
    if (waits.waitMs) waits.waitMs[at] = roundMs(table.wait.at(row))
    if (waits.instances) waits.instances[at] = numberOf(table.instance.at(row))
  }
  return [...found.values()].map(({ filled: _, ...waits }) => waits)
}

/** The same for rows that stand side by side: their kind, and what is known of each. */
function keyOf({ table, outliers }: TargetGroup, row: number): number {
  const [hasWait, hasInstance] = [!Number.isNaN(table.wait.at(row)), !Number.isNaN(table.instance.at(row))]
  const known = (hasWait ? 1 : 0) + (hasInstance ? 2 : 0) + (outliers.has(row) ? 4 : 0)
  return 8 * table.kindIndexAt(row) + known
}

/** @param count of the rows that will stand in it: lists that grow would take up to three times their size */
function begin({ table, outliers }: TargetGroup, row: number, count: number): Building {
  const { target, intended, coldBy, plannedIdleMs, observed, evidence, inferred, silent, ...kind } =
    table.kindAt(row)
  const isOutlier = outliers.has(row)
  const flags = isOutlier ? [...new Set([...kind.flags, 'outlier'])] : [...kind.flags]
  const { error, cause, requestId } = kind
  const named = requestId === undefined ? {} : { requestId }
  return {
    target,
    intended,
    ...(coldBy === undefined ? {} : { coldBy }),
    ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
    observed,
    evidence,
    ...(inferred ? { inferred } : {}),
    ...(silent && observed === 'unknown' ? { silent } : {}),
    ...(flags.length > 0 ? { flags } : {}),
    ...(error
      ? { error: { kind: error, ...(cause === undefined ? {} : { message: cause }), ...named } }
      : {}),
    rounds: new Array<number>(count),
    ...(Number.isNaN(table.wait.at(row)) ? {} : { waitMs: new Array<number>(count) }),
    ...(Number.isNaN(table.instance.at(row)) ? {} : { instances: new Array<number>(count) }),
    filled: 0,
  }
}

/**
 * The samples of a result: whole ones where it carries them, else what its waits tell of them, one after the other,
 * kind by kind. They are enough for figures, pairs and verdicts.
 */
export function samplesOf({
  samples,
  waits,
  run,
  config,
}: Pick<Result, 'samples' | 'waits' | 'run' | 'config'>): Iterable<Sample> {
  return samples.length > 0 ? samples : expandWaits(waits, commonOf({ run, config }))
}

/** What is the same in all samples of a result. */
export function commonOf({
  run,
  config,
}: Pick<Result, 'run' | 'config'>): Pick<Sample, 'startedAt' | 'connection'> {
  return { startedAt: run.startedAt, connection: config.connection === 'kept' ? 'kept' : 'fresh' }
}

/** @param common what is the same in all of them */
export function* expandWaits(
  waits: Iterable<MeasuredWaits>,
  common: Pick<Sample, 'startedAt' | 'connection'>,
): Generator<Sample> {
  let made = 0
  for (const one of waits)
    for (let index = 0; index < one.rounds.length; index++) yield sampleAt(one, index, common, made++)
}

function sampleAt(
  { rounds, waitMs, instances, silent, error, ...kind }: MeasuredWaits,
  index: number,
  common: Pick<Sample, 'startedAt' | 'connection'>,
  made: number,
): Sample {
  const round = rounds[index] as number
  const hasReport = kind.observed === 'unknown' && !silent && instances === undefined
  return {
    ...kind,
    ...common,
    id: `${round}.${kind.target}.${made}`,
    round,
    phases: waitMs ? { waitMs: waitMs[index] as number } : {},
    ...(instances && {
      instance: {
        id: instanceName(instances[index] as number),
        invocation: kind.observed === 'cold' ? 1 : 2,
      },
    }),
    ...(hasReport ? { platform: {} } : {}),
    ...errorOf(error),
  }
}

/** What stands for the id of an instance that was numbered. */
export function instanceName(number: number): string {
  return `instance ${number}`
}

/** The tables of the same samples, without an object for each. */
export function tablesOfWaits(
  targets: readonly Target[],
  waits: Iterable<MeasuredWaits>,
  common: Pick<Sample, 'startedAt' | 'connection'>,
): GroupTables {
  const tables = new GroupTables(targets)
  for (const one of waits) addWaits(tables, one, common)
  return tables
}

function addWaits(
  tables: GroupTables,
  waits: MeasuredWaits,
  common: Pick<Sample, 'startedAt' | 'connection'>,
): void {
  const { rounds, waitMs, instances } = waits
  const adders = new Map<boolean, AddAlike>()
  for (let index = 0; index < rounds.length; index++) {
    const ms = waitMs?.[index] ?? Number.NaN
    const add = adders.get(ms > 0) ?? tables.adder(sampleAt(waits, index, common, index))
    adders.set(ms > 0, add)
    const instance = instances ? hashId(instanceName(instances[index] as number)) : Number.NaN
    add(rounds[index] as number, ms, instance)
  }
}

function errorOf(error: MeasuredWaits['error']): Pick<Sample, 'error'> {
  return error ? { error: { kind: error.kind, message: error.message ?? error.kind } } : {}
}
