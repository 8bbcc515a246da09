import type { ErrorCode, ErrorDetails } from '../core/error-catalogue/index.ts'
import type { Contract } from '../workload/contract.ts'
import type { EngineAddress, EngineOptions } from './engine-options.ts'

/** What the measuring process tells the engine's process. */
export type EngineCommand =
  | { readonly type: 'start'; readonly options: EngineOptions }
  | { readonly type: 'evict' }
  /** A series of requests to a function begins, or is over: see FunctionPool.hold. */
  | { readonly type: 'hold' | 'release'; readonly contract: Contract; readonly name: string }
  | { readonly type: 'stop' }

/** What the engine answers, one message a command. */
export type EngineAnswer =
  | { readonly type: 'started'; readonly address: EngineAddress }
  | { readonly type: 'evicted' }
  | { readonly type: 'held' | 'released' }
  | { readonly type: 'stopped' }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails<ErrorCode> }
  | { readonly type: 'failed'; readonly reason: string }
