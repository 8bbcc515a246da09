import { newNonce } from '../../core/ids.ts'
import { readWithoutSecrets, withoutRequestSecrets } from '../../core/request-secrets.ts'
import { RunningMedian } from '../../core/running-median.ts'
import type { Sample } from '../../core/sample.ts'
import type { Target } from '../../core/target.ts'
import type { Prober } from '../../probe/prober.ts'
import { toSample } from '../../probe/sample.ts'
import type { Connection } from '../../providers/provider.ts'
import type { ResolvedOrder } from './resolve-order.ts'
import type { ProbeOrder, WorkOrder } from './work-order.ts'

/** What a worker measures with. */
export interface ProbeTools {
  readonly prober: Prober
  /** To any URL. */
  readonly connection: Connection
  /** Median of the TCP connect times to each target so far, by its name in the run. */
  readonly connects: Map<string, RunningMedian>
}

/** What is known of a probe before it is sent. */
export interface ProbeMoment {
  /** Idle time of the target, ms; undefined where it never replied in this run. */
  readonly idleMs?: number
  readonly lateMs: number
}

/** A request that is ready: nothing of it is looked up or signed any more when it is sent. */
export interface ReadyProbe {
  /** The address with the values of this machine's variables, to be checked against what is allowed. */
  readonly url: string
  /** Sends it, once. @returns the sample, and when the reply had ended, epoch ms by this machine's clock */
  send(moment: ProbeMoment): Promise<{ readonly sample: Sample; readonly endedAtMs: number }>
}

/** Makes the request of a probe. */
export async function readyProbe(
  probe: ProbeOrder,
  order: WorkOrder,
  { url, asked }: ResolvedOrder,
  { prober, connection, connects }: ProbeTools,
): Promise<ReadyProbe> {
  const target: Target = { id: probe.at, provider: 'http', platform: 'url', url }
  const nonce = newNonce()
  const made = await connection.request(target, nonce, asked)
  const request = { ...made, ...(asked?.expect && { expect: asked.expect }) }
  const { connection: policy, timeouts } = order
  return {
    url: request.url,
    async send(moment) {
      const reply = await prober.probe(request, { connection: policy, timeouts })
      const interpretation = readWithoutSecrets(reply, (seen) =>
        seen.error ? { error: seen.error } : connection.interpret(seen, nonce),
      )
      const trips = connects.get(`${probe.run} ${probe.at}`) ?? new RunningMedian()
      const roundTripMs = trips.value
      const context = { ...contextOf(probe, moment), ...(roundTripMs !== undefined && { roundTripMs }) }
      const sample = toSample(context, withoutRequestSecrets(reply), interpretation)
      connects.set(`${probe.run} ${probe.at}`, trips)
      if (sample.phases.connectMs !== undefined) trips.add(sample.phases.connectMs)
      return { sample, endedAtMs: reply.endedAtEpochMs }
    },
  }
}

function contextOf(
  { sample, at, round, intended, coldBy, plannedIdleMs, vantage }: ProbeOrder,
  { idleMs, lateMs }: ProbeMoment,
) {
  return {
    id: sample,
    target: at,
    round,
    intended,
    vantage,
    lateMs,
    ...(coldBy !== undefined && { coldBy }),
    ...(plannedIdleMs !== undefined && { plannedIdleMs }),
    ...(idleMs !== undefined && { idleMs }),
    ...(idleMs === undefined && intended === 'cold' && { flags: ['idle-since-start'] }),
  }
}
