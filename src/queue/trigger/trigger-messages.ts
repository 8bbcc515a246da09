import type { QueuedReply } from '../../core/probe-request.ts'
import type { ProbeOptions } from '../../probe/prober.ts'
import type { CrossingReply, CrossingRequest } from '../../probe/thread-requests.ts'
import type { RedisAccess } from '../redis-address.ts'

/** What the producer's thread and the consumer's process need to meet. */
export interface TriggerSetup {
  readonly access: RedisAccess
  /** The queue, of this run alone. */
  readonly queue: string
}

/** What a job of the queue says: a request of that number is to be sent. The request itself may hold secrets. */
export interface TriggerJob {
  readonly call: number
}

/** To the consumer: what to work on; then each request, before the job that names it; or an authority requests name. */
export type ToConsumer =
  | { readonly setup: TriggerSetup }
  | { readonly call: number; readonly request: CrossingRequest; readonly options: ConsumerOptions }
  | { readonly authority: number; readonly pem: string }

/** How a request is sent, without what cannot cross to a process. */
export type ConsumerOptions = Pick<ProbeOptions, 'connection' | 'timeouts' | 'maxBodyBytes'>

/** When what happened, on the monotonic clock that all processes of a machine share, ms. */
export type ConsumerMoments = Pick<QueuedReply, 'pickedUpMs' | 'sentMs' | 'firstByteMs'>

/** From the consumer: it waits for jobs, it holds a request, it has the reply, or it cannot work. */
export type FromConsumer =
  | { readonly ready: true }
  | { readonly holds: number }
  | { readonly call: number; readonly reply: CrossingReply; readonly moments: ConsumerMoments }
  | { readonly failed: string }

/**
 * The clock that all processes of a machine share, as `process.hrtime.bigint()` gives it, in ms.
 * @param nanoseconds since the machine's start
 */
export function machineMs(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e6
}
