import type { ColdBy, IntendedTemperature, ObservedTemperature, Sample } from '../../core/sample.ts'

/** Everything about a sample that is counted or grouped by: few distinct ones in a run of any size. */
export interface SampleKind {
  readonly intended: IntendedTemperature
  readonly coldBy?: ColdBy
  readonly plannedIdleMs?: number
  readonly observed: ObservedTemperature
  readonly inferred: boolean
  /** Neither the function nor the platform said anything: its temperature can only be inferred. */
  readonly silent: boolean
  /** The probe found platform and instance at odds. */
  readonly conflict: boolean
  readonly flags: readonly string[]
  readonly error?: string
}

export function kindOf(sample: Sample): SampleKind {
  return {
    intended: sample.intended,
    ...(sample.coldBy === undefined ? {} : { coldBy: sample.coldBy }),
    ...(sample.plannedIdleMs === undefined ? {} : { plannedIdleMs: sample.plannedIdleMs }),
    observed: sample.observed,
    inferred: sample.inferred === true,
    silent: isSilent(sample),
    conflict: sample.conflict !== undefined,
    flags: sample.flags ?? [],
    ...(sample.error ? { error: sample.error.kind } : {}),
  }
}

/** True for a reply that carries no evidence of its temperature but its latency. */
export function isSilent(sample: Sample): boolean {
  const { observed, error, instance, platform, phases } = sample
  return observed === 'unknown' && !error && !instance && !platform && (phases.waitMs ?? 0) > 0
}

/** One way of getting cold after one planned idle period; ways are never pooled. */
export function coldWayOf(kind: SampleKind): string {
  return `${kind.coldBy ?? 'idle'} ${kind.plannedIdleMs ?? ''}`
}
