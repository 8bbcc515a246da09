/** The longest time that Node's timers take; with a longer one they fire at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

/**
 * A time-out for what is seldom late: it is moved or called off with every invocation, so that its timer is left as it is
 * and looks at the clock when it fires.
 */
export class Deadline {
  readonly #act: () => void
  #dueMs: number | undefined
  #timer: NodeJS.Timeout | undefined
  /** When the timer fires at the latest, by the monotonic clock. */
  #firesMs = 0

  /** @param act what is done when the time is up */
  constructor(act: () => void) {
    this.#act = act
  }

  /** The time is up so long from now, in place of what was set before. */
  set(waitMs: number): void {
    const nowMs = performance.now()
    this.#dueMs = nowMs + waitMs
    if (this.#timer === undefined || this.#firesMs > this.#dueMs) this.#arm(nowMs, waitMs)
  }

  /** It is not up any more. */
  callOff(): void {
    this.#dueMs = undefined
  }

  /** The same, for good: nothing is left of it. */
  close(): void {
    this.#dueMs = undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #arm(nowMs: number, waitMs: number): void {
    clearTimeout(this.#timer)
    const bounded = Math.min(waitMs, LONGEST_WAIT_MS)
    this.#firesMs = nowMs + bounded
    this.#timer = setTimeout(() => this.#fire(), bounded)
  }

  #fire(): void {
    this.#timer = undefined
    if (this.#dueMs === undefined) return
    const nowMs = performance.now()
    if (nowMs < this.#dueMs) this.#arm(nowMs, this.#dueMs - nowMs)
    else {
      this.#dueMs = undefined
      this.#act()
    }
  }
}
