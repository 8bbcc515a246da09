import { nextTick } from 'node:process'
import type { Work } from './cpu/at-work.ts'
import type { FunctionEvent, Outcome } from './function-event.ts'
import { inMicrotask } from './in-microtask.ts'

/**
 * What becomes of an event: an outcome; or the environment ended before it took it, or was not ready in time and is to
 * be tried again.
 */
export type Answer = Outcome | 'undelivered' | 'init timed out'

/** One event on its way through one environment, from the moment it is meant for it until it is over. */
export class Flight {
  readonly event: FunctionEvent
  /** It among others, where they are counted. */
  readonly work: Work | undefined
  readonly #settle: (outcome: Answer) => void
  #answered = false
  #deliveredMs: number | undefined

  /** @param settle answers the caller; `undelivered` if the environment never took the event */
  constructor(event: FunctionEvent, work: Work | undefined, settle: (outcome: Answer) => void) {
    this.event = event
    this.work = work
    this.#settle = settle
  }

  get delivered(): boolean {
    return this.#deliveredMs !== undefined
  }

  /** True as soon as the function, or the engine for it, has begun to answer. */
  get answered(): boolean {
    return this.#answered
  }

  /** The environment has been given the event: the function's clock starts. */
  markDelivered(): void {
    this.#deliveredMs = performance.now()
  }

  /** Answers the caller. A flight is answered once; what comes later is not heard. */
  answer(outcome: Answer): void {
    this.#answered = true
    this.work?.end()
    this.#settle(outcome)
  }

  /** Time since delivery, ms; 0 before it. */
  elapsedMs(): number {
    return this.#deliveredMs === undefined ? 0 : performance.now() - this.#deliveredMs
  }
}

/** Once the caller has been answered, which takes promises alone; a turn of the loop would cost as much as the rest of this. */
export function afterReply(act: () => void): void {
  inMicrotask(() => nextTick(act))
}
