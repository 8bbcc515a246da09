import type { StopSignal } from './prober.ts'

/** A signal of one call that crossed threads: most are never aborted, and an AbortController for each is heavy. */
export class CallSignal implements StopSignal {
  readonly #listeners = new Set<() => void>()
  #aborted = false

  get aborted(): boolean {
    return this.#aborted
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener)
  }

  /** Calls each listener, the first time. */
  abort(): void {
    if (this.#aborted) return
    this.#aborted = true
    for (const listener of [...this.#listeners]) listener()
  }
}
