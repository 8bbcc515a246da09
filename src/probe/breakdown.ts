import type { Interpretation, ProbeReply } from '../core/probe-request.ts'
import type { ObservedTemperature } from '../core/sample.ts'
import type { Breakdown } from '../core/wait-parts.ts'

/** What the parts of a wait are told by. */
export interface BreakdownInput {
  readonly reply: Pick<ProbeReply, 'phases' | 'sentAtEpochMs' | 'firstByteAtEpochMs'>
  readonly interpretation: Interpretation
  readonly observed: ObservedTemperature
  readonly roundTripMs?: number | undefined
}

/** Stamps in whole milliseconds on both ends of a part. */
const STAMP_RESOLUTION_MS = 1

/**
 * Where `waitMs` went: network and platform, runtime boot, load, handler, and `restMs` where the stamps show more
 * after the process's start than its parts name. The parts sum to `waitMs`, or `note` says why not.
 * Undefined when the function and the platform say nothing about this request, it has no wait, or the wait was over
 * before the function started.
 */
export function breakDownWait(input: BreakdownInput): Breakdown | undefined {
  const { waitMs } = input.reply.phases
  const { instance, platform, afterAnswerMs } = input.interpretation
  if (waitMs === undefined || afterAnswerMs !== undefined) return undefined
  const waited = input.observed === 'cold'
  if (instance?.handlerMs !== undefined) {
    const boot = waited && instance.bootMs !== undefined ? { bootMs: instance.bootMs } : {}
    const load = waited && instance.loadMs !== undefined ? { loadMs: instance.loadMs } : {}
    const parts = { ...boot, ...load, handlerMs: instance.handlerMs }
    const isWhole = instance.reportedBy === 'engine' && 'bootMs' in boot && !('loadMs' in load)
    return withNote(
      balance(waitMs, parts, input),
      isWhole ? "boot is the whole initialisation: the runtime and the function's modules" : undefined,
    )
  }
  if (platform?.durationMs === undefined) return undefined
  const init = platform.restoreMs ?? platform.initMs
  return withNote(
    balance(
      waitMs,
      { ...(waited && init !== undefined ? { loadMs: init } : {}), handlerMs: platform.durationMs },
      input,
    ),
    waited && init !== undefined
      ? "load is the platform's whole init: runtime boot and user modules"
      : undefined,
  )
}

type Parts = Omit<Breakdown, 'platformMs' | 'restMs' | 'note'>

/** Gives the rest of the wait to the platform, and checks that rest against the stamps. */
function balance(waitMs: number, parts: Parts, input: BreakdownInput): Breakdown {
  const inside = (parts.bootMs ?? 0) + (parts.loadMs ?? 0) + (parts.handlerMs ?? 0)
  const rest = waitMs - inside
  const toleranceMs = (input.roundTripMs ?? 0) + STAMP_RESOLUTION_MS
  const breakdown = { platformMs: Math.max(0, rest), ...parts }
  if (rest < -toleranceMs)
    return withNote(
      breakdown,
      `the parts are ${format(-rest)} ms longer than the wait: they overlap or clocks differ`,
    )
  const measured = platformByStamps(input, parts)
  if (measured === undefined || Math.abs(rest - measured) <= toleranceMs) return breakdown
  if (rest > measured) return { ...breakdown, platformMs: measured, restMs: rest - measured }
  return withNote(
    breakdown,
    `the process started ${format(measured - rest)} ms later than the parts leave room for: clocks differ`,
  )
}

/** Request sent → process started, by the stamps of both; only where the instance was started for this request. */
function platformByStamps(
  { observed, reply, interpretation, roundTripMs = 0 }: BreakdownInput,
  parts: Parts,
): number | undefined {
  const { instance } = interpretation
  if (observed !== 'cold' || parts.bootMs === undefined) return undefined
  const { sentAtEpochMs: sent, firstByteAtEpochMs: answered } = reply
  if (sent === undefined || answered === undefined) return undefined
  if (instance?.ageMs !== undefined) return Math.max(0, answered - sent - instance.ageMs)
  if (instance?.startedAt === undefined) return undefined
  return Math.max(0, Date.parse(instance.startedAt) - sent + roundTripMs / 2)
}

function withNote(breakdown: Breakdown, note: string | undefined): Breakdown {
  if (note === undefined) return breakdown
  return { ...breakdown, note: breakdown.note === undefined ? note : `${note}; ${breakdown.note}` }
}

function format(ms: number): string {
  return ms.toFixed(1)
}
