import type { Contract } from '../workload/contract.ts'

/**
 * What an execution environment is seen to do: its process starts (`boot`), loads the function (`load`; only our own
 * client of the Runtime API lets that be seen), serves a request, is idle, ends, has ended.
 */
export type EnvironmentStage = 'boot' | 'load' | 'serve' | 'idle' | 'end' | 'ended'

/** A function, with the settings that it has now. */
export interface FunctionSeen {
  readonly type: 'function'
  /** `vercel/hello`; unique in an engine. */
  readonly function: string
  readonly contract: Contract
  /** What the user calls it, where that is not its file's name. */
  readonly label?: string
  readonly memoryMb: number
  /** The share of processors that each environment is held to; left out where they have this machine's. */
  readonly vcpus?: number
  readonly idleTtlMs: number
  readonly maxEnvironments: number
}

/** One environment. Times are ms by the engine's own monotonic clock. */
export interface EnvironmentSeen {
  readonly type: 'environment'
  readonly function: string
  readonly environment: string
  readonly stage: EnvironmentStage
  /** When the stage began. */
  readonly sinceMs: number
  /** While it is idle: when it ends unless somebody calls. */
  readonly untilMs?: number
  /** Requests that it has been given so far. */
  readonly served: number
  /** True once it has ended, or is about to, because nobody called. */
  readonly idledOut?: boolean
}

/** Where the time of a request went, ms, in this order; a part that cannot be told apart is left out. */
export interface RequestParts {
  /** From the request to its environment's process. */
  readonly platformMs?: number
  readonly bootMs?: number
  readonly loadMs?: number
  readonly handlerMs?: number
  /** What no other part names. */
  readonly restMs?: number
}

/** How a request ended. */
export interface RequestEnd {
  /** Until the reply began, or until it was clear that there will be none. */
  readonly durationMs: number
  /** `throttled` ran nowhere; `withdrawn` broke off before it was whole, or was too large. */
  readonly kind: 'cold' | 'warm' | 'throttled' | 'withdrawn'
  readonly environment?: string
  /** Which request of its environment it was, from 1. */
  readonly invocation?: number
  readonly parts?: RequestParts
  /** Where the function failed: what it said itself, on one line, as `describeFailure` makes it. */
  readonly failure?: string
}

/** One request to a function. */
export interface RequestSeen {
  readonly type: 'request'
  readonly function: string
  readonly label?: string
  /** From 1, over all functions of the engine. */
  readonly request: number
  readonly atMs: number
  /** Left out while it is under way. */
  readonly end?: RequestEnd
}

/** What is seen of an engine from outside. Each tells all about one thing; a later one replaces it. */
export type EngineEvent = FunctionSeen | EnvironmentSeen | RequestSeen
