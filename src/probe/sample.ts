import { isExpectedStatus } from '../core/expected-status.ts'
import type { Interpretation, ProbeError, ProbeReply } from '../core/probe-request.ts'
import { roundMs } from '../core/round-ms.ts'
import type { ColdBy, IntendedTemperature, Sample } from '../core/sample.ts'
import { type BreakdownInput, breakDownWait } from './breakdown.ts'
import { decideTemperature } from './decide-temperature.ts'
import { breakDownQueued, queueMomentsOf } from './queued.ts'

/** What the run knows about an invocation that the reply does not say. */
export interface SampleContext {
  readonly id: string
  readonly target: string
  readonly round: number
  readonly intended: IntendedTemperature
  readonly coldBy?: ColdBy | undefined
  /** Real idle time before the request, ms. */
  readonly idleMs?: number | undefined
  readonly plannedIdleMs?: number | undefined
  readonly vantage?: string | undefined
  /** How long after its due time a worker sends it, ms. */
  readonly lateMs?: number | undefined
  readonly flags?: readonly string[] | undefined
  /** Median TCP connect time of the target, ms. */
  readonly roundTripMs?: number | undefined
}

/** A sample that facts are still added to, in the order of the run file. In place, as `WrittenReply` is. */
type WrittenSample = { -readonly [Name in keyof Sample]: Sample[Name] }

/** One invocation as it is written to the run file: intent and observation side by side, never merged. */
export function toSample(context: SampleContext, reply: ProbeReply, interpretation: Interpretation): Sample {
  const { roundTripMs, flags = [] } = context
  const { instance, platform } = interpretation
  const error = errorOf(reply, interpretation)
  const judged = error && error !== reply.error ? { ...reply, error } : reply
  const decided = decideTemperature({ reply: judged, interpretation, roundTripMs })
  const sample = begin(context)
  sample.observed = decided.observed
  sample.evidence = decided.evidence
  if (decided.conflict) sample.conflict = decided.conflict
  addReply(sample, reply)
  const breakdown = error
    ? undefined
    : breakDown({ reply, interpretation, observed: decided.observed, roundTripMs })
  if (breakdown) sample.breakdown = withRoundTimes(breakdown)
  const queue = queueMomentsOf(reply, interpretation)
  if (queue) sample.queue = withRoundTimes(queue)
  if (instance) sample.instance = withRoundTimes(instance)
  if (platform) sample.platform = withRoundTimes(platform)
  if (reply.status !== undefined)
    sample.http = { status: reply.status, version: reply.httpVersion ?? 'unknown', bytes: reply.bytes }
  const allFlags = new Set([...(reply.flags ?? []), ...flags, ...flagsOfEngine(interpretation)])
  if (allFlags.size > 0) sample.flags = [...allFlags]
  if (error) sample.error = error
  return sample
}

/** What the run knew before it was sent. */
function begin(context: SampleContext): WrittenSample {
  const { id, target, round, intended, coldBy, idleMs, plannedIdleMs, vantage, lateMs } = context
  const sample = { id, target, round, intended } as WrittenSample
  if (coldBy !== undefined) sample.coldBy = coldBy
  if (idleMs !== undefined) sample.idleMs = roundMs(idleMs)
  if (plannedIdleMs !== undefined) sample.plannedIdleMs = roundMs(plannedIdleMs)
  if (vantage !== undefined) sample.vantage = vantage
  if (lateMs !== undefined) sample.lateMs = roundMs(lateMs)
  return sample
}

/** What the socket saw. */
function addReply(sample: WrittenSample, reply: ProbeReply): void {
  const { startedAt, connection, localPort, remoteAddress, phases } = reply
  sample.startedAt = startedAt
  sample.connection = connection
  if (localPort !== undefined) sample.localPort = localPort
  if (remoteAddress !== undefined) sample.remoteAddress = remoteAddress
  sample.phases = withRoundTimes(phases)
}

function flagsOfEngine({ instance }: Interpretation): string[] {
  return [...(instance?.competing ? ['competed'] : []), ...(instance?.reads ? ['cold-disk'] : [])]
}

function breakDown(input: BreakdownInput & { readonly reply: ProbeReply }) {
  const { queue } = input.reply
  return queue ? breakDownQueued(queue, input) : breakDownWait(input)
}

/** With its times rounded. */
function withRoundTimes<Value extends object>(value: Value): Value {
  const rounded = { ...value } as Record<string, unknown>
  for (const name of Object.keys(rounded)) {
    const one = rounded[name]
    if (typeof one === 'number' && name.endsWith('Ms')) rounded[name] = roundMs(one)
  }
  return rounded as Value
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
