import { isExpectedStatus } from '../core/expected-status.ts'
import type { Interpretation, ProbeError, ProbeReply } from '../core/probe-request.ts'
import type { ColdBy, IntendedTemperature, Sample } from '../core/sample.ts'
import { type BreakdownInput, breakDownWait } from './breakdown.ts'
import { breakDownQueued, queueMomentsOf } from './queued.ts'
import { decideTemperature } from './verdict.ts'

/** What the run knows about an invocation that the reply does not say. */
export interface SampleContext {
  readonly id: string
  readonly target: string
  readonly round: number
  readonly intended: IntendedTemperature
  readonly coldBy?: ColdBy
  /** Real idle time before the request, ms. */
  readonly idleMs?: number
  readonly plannedIdleMs?: number
  readonly vantage?: string
  /** How long after its due time a worker sends it, ms. */
  readonly lateMs?: number
  readonly flags?: readonly string[]
  /** Median TCP connect time of the target, ms. */
  readonly roundTripMs?: number
}

/** One invocation as it is written to the run file: intent and observation side by side, never merged. */
export function toSample(context: SampleContext, reply: ProbeReply, interpretation: Interpretation): Sample {
  const { roundTripMs, flags = [], id, target, round, intended, ...rest } = context
  const error = errorOf(reply, interpretation)
  const judged = { ...reply, ...(error ? { error } : {}) }
  const trip = roundTripMs === undefined ? {} : { roundTripMs }
  const verdict = decideTemperature({ reply: judged, interpretation, ...trip })
  const breakdown = error
    ? undefined
    : breakDown({ reply, interpretation, observed: verdict.observed, ...trip })
  const queue = queueMomentsOf(reply, interpretation)
  const allFlags = [...new Set([...(reply.flags ?? []), ...flags, ...flagsOfEngine(interpretation)])]
  return roundTimes({
    id,
    target,
    round,
    intended,
    ...rest,
    ...verdict,
    startedAt: reply.startedAt,
    connection: reply.connection,
    ...pick(reply, 'localPort', 'remoteAddress'),
    phases: reply.phases,
    ...(breakdown ? { breakdown } : {}),
    ...(queue ? { queue } : {}),
    ...pick(interpretation, 'instance', 'platform'),
    ...(reply.status === undefined
      ? {}
      : { http: { status: reply.status, version: reply.httpVersion ?? 'unknown', bytes: reply.bytes } }),
    ...(allFlags.length > 0 ? { flags: allFlags } : {}),
    ...(error ? { error } : {}),
  })
}

function flagsOfEngine({ instance }: Interpretation): string[] {
  return [...(instance?.competing ? ['competed'] : []), ...(instance?.reads ? ['cold-disk'] : [])]
}

function breakDown(input: BreakdownInput & { readonly reply: ProbeReply }) {
  const { queue } = input.reply
  return queue ? breakDownQueued(queue, input) : breakDownWait(input)
}

/** A nested value whose times are rounded to microseconds, below which no clock of a run tells anything. */
function roundTimes<Value extends object>(value: Value): Value {
  const rounded: Record<string, unknown> = {}
  for (const name of Object.keys(value)) rounded[name] = roundTime(name, value[name as keyof Value])
  return rounded as Value
}

function roundTime(name: string, value: unknown): unknown {
  if (typeof value === 'number') return name.endsWith('Ms') ? Math.round(value * 1000) / 1000 : value
  const isNested = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isNested ? roundTimes(value) : value
}

/**
 * What kept the reply from being a latency. That this machine spoilt its timing comes after what the reply says, which
 * holds however slowly it was read; that its clocks disagreed comes first.
 */
function errorOf(reply: ProbeReply, interpretation: Interpretation): ProbeError | undefined {
  const read = interpretation.error
  if (read?.kind === 'client') return read
  const said = read ?? refusedStatus(reply)
  return reply.error?.kind === 'client' ? (said ?? reply.error) : (reply.error ?? said)
}

/** A status that is not the function's success: never a latency, whatever the interpreter made of it. */
function refusedStatus({ status, headers, request }: ProbeReply): ProbeError | undefined {
  const { status: expected, redirects } = request.expect ?? {}
  if (status === undefined || isExpectedStatus(status, expected)) return undefined
  if (status >= 200 && status < (redirects && expected === undefined ? 400 : 300)) return undefined
  if (status === 429) return { kind: 'throttled', message: 'The platform answered 429: too many requests.' }
  if (status < 400)
    return {
      kind: 'status',
      message: `The server answered ${status}, a redirect to ${headers.location ?? 'nowhere'}; it was not followed.`,
    }
  return { kind: 'status', message: `The server answered ${status}.` }
}

function pick<Source extends object, Key extends keyof Source>(
  source: Source,
  ...keys: Key[]
): Partial<Pick<Source, Key>> {
  const found = keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]])
  return Object.fromEntries(found) as Partial<Pick<Source, Key>>
}
