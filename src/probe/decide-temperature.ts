import type { Interpretation, ProbeReply } from '../core/probe-request.ts'
import type { EvidenceKind, InstanceReport, ObservedTemperature, PlatformReport } from '../core/sample.ts'

/** A sample's temperature, and the evidence for it. */
export interface DecidedTemperature {
  readonly observed: ObservedTemperature
  readonly evidence: EvidenceKind
  /** What each of them says, where platform and instance disagree. */
  readonly conflict?: { readonly platform: ObservedTemperature; readonly instance: ObservedTemperature }
}

/** What is known of a sample when its temperature is decided. */
export interface TemperatureFacts {
  readonly reply: Pick<ProbeReply, 'sentAtEpochMs' | 'firstByteAtEpochMs' | 'error'> &
    Partial<Pick<ProbeReply, 'phases'>>
  readonly interpretation: Interpretation
  /** Round trip to the target, ms; stamps of two machines are compared within it. */
  readonly roundTripMs?: number | undefined
}

/**
 * An environment initialised longer than this before its first request was initialised ahead of any request
 * (Lambda's proactive initialisation; rule of thumb used by APM tools).
 */
const PROACTIVE_AFTER_MS = 10_000

/** Process starts are reported in whole milliseconds, and the client's own wall clock is read in them. */
const STAMP_RESOLUTION_MS = 2

/**
 * What an invocation was, by the order of evidence in docs/METHODOLOGY.md: the platform's word for this very request,
 * then the function's own report, else unknown. A failed invocation has no temperature.
 */
export function decideTemperature(facts: TemperatureFacts): DecidedTemperature {
  const { reply, interpretation } = facts
  if (reply.error || interpretation.error) return { observed: 'unknown', evidence: 'none' }
  const byInstance = judgeInstance(facts)
  const byPlatform = judgePlatform(interpretation.platform, interpretation.instance, facts)
  if (byPlatform === undefined)
    return byInstance === 'unknown'
      ? { observed: 'unknown', evidence: 'none' }
      : { observed: byInstance, evidence: 'instance' }
  const conflict = { platform: byPlatform, instance: byInstance }
  if (byPlatform === 'warm' && isFirstInvocation(interpretation))
    return { observed: byInstance, evidence: byInstance === 'unknown' ? 'none' : 'instance', conflict }
  const agree = byInstance === 'unknown' || byInstance === byPlatform
  return { observed: byPlatform, evidence: 'platform', ...(agree ? {} : { conflict }) }
}

/**
 * A platform calls an invocation warm only by leaving the init duration out, and it does that too when an init
 * ran into its limit and was repeated inside the invocation: a counter of 1 is the stronger word.
 */
function isFirstInvocation({ instance }: Interpretation): boolean {
  return instance?.invocation === 1
}

/** Lambda's REPORT: an init or restore duration is there only for the invocation that waited for it. */
function judgePlatform(
  platform: PlatformReport | undefined,
  instance: InstanceReport | undefined,
  facts: TemperatureFacts,
): ObservedTemperature | undefined {
  if (!platform || !saysAnything(platform)) return undefined
  if (platform.restoreMs !== undefined || platform.initStatus === 'timeout') return 'cold'
  if (platform.initialization === 'provisioned-concurrency') {
    const isFirst = platform.initMs !== undefined || instance?.invocation === 1
    return isFirst ? 'prewarmed' : 'warm'
  }
  if (platform.initMs === undefined) return 'warm'
  const age = instance?.invocation === 1 ? ageAtSend(instance, facts) : undefined
  return age !== undefined && age > PROACTIVE_AFTER_MS ? 'prewarmed' : 'cold'
}

/** A report without a duration is not the REPORT line of a finished invocation. */
function saysAnything(platform: PlatformReport): boolean {
  return (
    platform.initMs !== undefined || platform.restoreMs !== undefined || platform.durationMs !== undefined
  )
}

/** The counter says whether an instance is new; its process start whether anybody waited for it. */
function judgeInstance(facts: TemperatureFacts): ObservedTemperature {
  const { instance, platform } = facts.interpretation
  if (!instance) return 'unknown'
  if (instance.invocation > 1) return 'warm'
  // A restored snapshot's process started when the snapshot was made; its start says nothing about this request.
  if (platform?.restoreMs !== undefined) return 'cold'
  const age = ageAtSend(instance, facts)
  if (age === undefined) return 'unknown'
  return age > (facts.roundTripMs ?? 0) + STAMP_RESOLUTION_MS ? 'prewarmed' : 'cold'
}

/**
 * How long before the request began to be sent the process had started, ms, on the client's clock; negative when it
 * started after: what came of the request before all of it was written may have started it. Undefined when the report
 * does not say, or when the two clocks cannot be of one time (a start after the reply arrived).
 */
function ageAtSend(
  instance: InstanceReport,
  { reply, roundTripMs = 0, interpretation: { afterAnswerMs = 0 } }: TemperatureFacts,
): number | undefined {
  const { sentAtEpochMs: written, firstByteAtEpochMs: firstByte, phases } = reply
  if (written === undefined || firstByte === undefined) return undefined
  const sent = written - (phases?.sendMs ?? 0)
  const answered = firstByte + afterAnswerMs
  if (instance.ageMs !== undefined) return sent - (answered - roundTripMs / 2 - instance.ageMs)
  if (instance.startedAt === undefined) return undefined
  const started = Date.parse(instance.startedAt)
  if (started > answered + roundTripMs + STAMP_RESOLUTION_MS) return undefined
  return sent - started
}
