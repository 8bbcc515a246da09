import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import type { LoopDelay, ProbeOptions, Scheme } from './prober.ts'

/** Options without what cannot cross a thread; an abort is a message of its own. */
export type WorkerOptions = Omit<ProbeOptions, 'signal'>

export type WorkerCall =
  | { readonly does: 'warm-up'; readonly schemes: readonly Scheme[] }
  | { readonly does: 'probe'; readonly request: ProbeRequest; readonly options: WorkerOptions }
  | { readonly does: 'burst'; readonly requests: readonly ProbeRequest[]; readonly options: WorkerOptions }
  | { readonly does: 'loop-delay' }
  | { readonly does: 'close' }

/** To the worker: a call with its number, or the wish to end one. */
export type ToWorker =
  | { readonly id: number; readonly call: WorkerCall }
  | { readonly id: number; readonly abort: true }

/** From the worker: the result of the call of that number, or the message of what it threw. */
export type FromWorker =
  | { readonly id: number; readonly result: WorkerResult }
  | { readonly id: number; readonly thrown: string }

export type WorkerResult = undefined | ProbeReply | ProbeReply[] | LoopDelay
