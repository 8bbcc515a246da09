import type { Invocation, Outcome } from './invocation.ts'

/** How an invocation ended, as its REPORT says. */
export interface Ending {
  readonly status?: 'timeout' | 'error'
  readonly errorType?: string
}

/** One invocation in one environment, from the moment it is meant for it. */
export class Flight {
  readonly invocation: Invocation
  /** Answers the caller; `undelivered` if the environment never took the event. */
  readonly resolve: (outcome: Outcome | 'undelivered') => void
  /** True as soon as the function, or the engine for it, has begun to answer. */
  answered = false
  #deliveredMs: number | undefined

  constructor(invocation: Invocation, resolve: Flight['resolve']) {
    this.invocation = invocation
    this.resolve = resolve
  }

  get delivered(): boolean {
    return this.#deliveredMs !== undefined
  }

  /** The environment has been given the event: the function's clock starts. */
  markDelivered(): void {
    this.#deliveredMs = performance.now()
  }

  /** Time since delivery, ms; 0 before it. */
  elapsedMs(): number {
    return this.#deliveredMs === undefined ? 0 : performance.now() - this.#deliveredMs
  }
}
