import type {
  ColdBy,
  EvidenceKind,
  IntendedTemperature,
  ObservedTemperature,
  Sample,
} from '../../core/sample.ts'
import { isSilent } from '../classify-silent.ts'

/** Everything about a sample that is counted or grouped by: few distinct ones in a run of any size. */
export interface SampleKind {
  /** The replica. */
  readonly target: string
  readonly intended: IntendedTemperature
  readonly coldBy?: ColdBy
  readonly plannedIdleMs?: number
  readonly observed: ObservedTemperature
  readonly evidence: EvidenceKind
  readonly inferred: boolean
  /** Neither the function nor the platform said anything: its temperature can only be inferred. */
  readonly silent: boolean
  /** The probe found platform and instance at odds. */
  readonly conflict: boolean
  readonly flags: readonly string[]
  readonly error?: NonNullable<Sample['error']>['kind']
  /** The error's message; left out where a target failed in a great many ways. */
  readonly cause?: string
  /** The platform's id of the first request that failed so. */
  readonly requestId?: string
}

/** What a sample is counted and grouped by. */
export function kindOf(sample: Sample): SampleKind {
  return {
    target: sample.target,
    intended: sample.intended,
    ...(sample.coldBy === undefined ? {} : { coldBy: sample.coldBy }),
    ...(sample.plannedIdleMs === undefined ? {} : { plannedIdleMs: sample.plannedIdleMs }),
    observed: sample.observed,
    evidence: sample.evidence,
    inferred: sample.inferred === true,
    silent: isSilent(sample),
    conflict: sample.conflict !== undefined,
    flags: sample.flags ?? [],
    ...(sample.error ? { error: sample.error.kind, cause: sample.error.message } : {}),
    ...(sample.error && sample.platform?.requestId ? { requestId: sample.platform.requestId } : {}),
  }
}

/** Equal for two samples exactly when `kindOf` is; cheap, because it is asked for every sample of a run. */
export function kindKeyOf(sample: Sample): string {
  const { target, intended, coldBy, plannedIdleMs, observed, evidence, inferred, conflict, flags } = sample
  const facts = `${intended} ${coldBy} ${plannedIdleMs} ${observed} ${evidence} ${inferred} ${isSilent(sample)} ${conflict !== undefined}`
  const { kind, message = '' } = sample.error ?? {}
  return `${facts} ${kind} ${flags?.length ? flags.join() : ''} ${target} ${message}`
}

/** Whether a sample without an error or a flag is surely of this kind; false says only that its key must be asked. */
export function isOfKind(kind: SampleKind, sample: Sample): boolean {
  return (
    kind.target === sample.target &&
    kind.intended === sample.intended &&
    kind.coldBy === sample.coldBy &&
    kind.plannedIdleMs === sample.plannedIdleMs &&
    kind.observed === sample.observed &&
    kind.evidence === sample.evidence &&
    kind.silent === isSilent(sample) &&
    !(kind.inferred || sample.inferred || kind.conflict || sample.conflict || kind.error || sample.error) &&
    kind.flags.length === 0 &&
    (sample.flags ?? []).length === 0
  )
}

/** One way of getting cold after one planned idle period; ways are never pooled. */
export function coldWayOf(kind: Pick<SampleKind, 'coldBy' | 'plannedIdleMs'>): string {
  return `${kind.coldBy ?? 'idle'} ${kind.plannedIdleMs ?? ''}`
}
