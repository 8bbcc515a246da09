import type { LoopDelay, ProbeOptions, Scheme } from './prober.ts'
import type { CrossingReply, CrossingRequest } from './thread-requests.ts'

/** Options without what cannot cross a thread; an abort is a message of its own. */
export interface WorkerOptions extends Omit<ProbeOptions, 'signal' | 'connectOnly'> {
  readonly connectOnly: CrossingRequest | undefined
}

/** What the thread is asked to do. */
export type WorkerCall =
  | { readonly does: 'warm-up'; readonly schemes: readonly Scheme[] }
  | { readonly does: 'probe'; readonly request: CrossingRequest; readonly options: WorkerOptions }
  | { readonly does: 'burst'; readonly requests: readonly CrossingRequest[]; readonly options: WorkerOptions }
  | { readonly does: 'loop-delay' }
  | { readonly does: 'close' }

/** To the worker: a call with its number, the wish to end one, or an authority that requests will name. */
export type ToWorker =
  | { readonly id: number; readonly call: WorkerCall }
  | { readonly id: number; readonly abort: true }
  | { readonly authority: number; readonly pem: string }

/** From the worker: the result of the call of that number, or the message of what it threw. */
export type FromWorker =
  | { readonly id: number; readonly result: WorkerResult }
  | { readonly id: number; readonly thrown: string }

/** What a call of the thread gives: nothing, a reply, those of a burst, or the loop's delay. */
export type WorkerResult = undefined | CrossingReply | CrossingReply[] | LoopDelay
