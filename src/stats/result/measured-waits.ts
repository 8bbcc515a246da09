import type { MeasuredWaits } from '../../core/measured-waits.ts'
import type { Result } from '../../core/result.ts'
import type { Sample } from '../../core/sample.ts'
import type { SampleKind } from './sample-kind.ts'
import type { TargetGroup } from './target-group.ts'

/** Microseconds: what clocks tell apart. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

type Building = MeasuredWaits & {
  readonly rounds: number[]
  readonly waitMs?: number[]
  readonly instances?: number[]
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

function waitsOfGroup({ table, outliers }: TargetGroup, numberOf: (hash: number) => number): MeasuredWaits[] {
  const found = new Map<string, Building>()
  const indexes = new Map(table.kinds.map((kind, index) => [kind, index]))
  for (let row = 0; row < table.rows; row++) {
    const kind = table.kindAt(row)
    const [waitMs, instance, isOutlier] = [table.wait.at(row), table.instance.at(row), outliers.has(row)]
    const [hasWait, hasInstance] = [!Number.isNaN(waitMs), !Number.isNaN(instance)]
    const key = `${indexes.get(kind)} ${hasWait} ${hasInstance} ${isOutlier}`
    const waits = found.get(key) ?? begin(kind, { hasWait, hasInstance, isOutlier })
    found.set(key, waits)
    waits.rounds.push(table.round.at(row))
    waits.waitMs?.push(roundMs(waitMs))
    waits.instances?.push(numberOf(instance))
  }
  return [...found.values()]
}

function begin(
  { target, intended, coldBy, plannedIdleMs, observed, evidence, inferred, silent, ...kind }: SampleKind,
  has: { readonly hasWait: boolean; readonly hasInstance: boolean; readonly isOutlier: boolean },
): Building {
  const flags = has.isOutlier ? [...new Set([...kind.flags, 'outlier'])] : [...kind.flags]
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
    rounds: [],
    ...(has.hasWait ? { waitMs: [] } : {}),
    ...(has.hasInstance ? { instances: [] } : {}),
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
  const connection = config.connection === 'kept' ? 'kept' : 'fresh'
  return samples.length > 0 ? samples : expandWaits(waits, { startedAt: run.startedAt, connection })
}

/** @param common what is the same in all of them */
export function* expandWaits(
  waits: Iterable<MeasuredWaits>,
  common: Pick<Sample, 'startedAt' | 'connection'>,
): Generator<Sample> {
  let made = 0
  for (const { rounds, waitMs, instances, silent, error, ...kind } of waits) {
    const invocation = kind.observed === 'cold' ? 1 : 2
    const hasReport = kind.observed === 'unknown' && !silent && instances === undefined
    for (const [index, round] of rounds.entries())
      yield {
        ...kind,
        ...common,
        id: `${round}.${kind.target}.${made++}`,
        round,
        phases: waitMs ? { waitMs: waitMs[index] as number } : {},
        ...(instances ? { instance: { id: `instance ${instances[index]}`, invocation } } : {}),
        ...(hasReport ? { platform: {} } : {}),
        ...errorOf(error),
      }
  }
}

function errorOf(error: MeasuredWaits['error']): Pick<Sample, 'error'> {
  return error ? { error: { kind: error.kind, message: error.message ?? error.kind } } : {}
}
