/** What a duty cycle is kept by; tests replace it. */
export interface DutySystem {
  readonly nowMs: () => number
  /** Signals every process of the group. */
  readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void
  /**
   * CPU time, ms, that the group has used since it was asked last; undefined where this system does not say. Of
   * threads that run this very moment it may lag behind by a tick of the kernel.
   */
  readonly usedMs: () => number | undefined
  /** Runs something later; returns what calls it off. */
  readonly later: (run: () => void, delayMs: number) => () => void
}

/** As with control groups: what was not used within it is lost. */
const PERIOD_MS = 20
/** A stop and a start wake every thread of the group, so none is shorter. */
const SHORTEST_MS = 2
/** What a thread may have used since the kernel wrote it down last: a tick, at 250 a second. */
const TICK_MS = 4

/**
 * Holds a process group to a share of the CPU: once it may have used what was due it is stopped until a period's worth
 * is due again. What it really used is known when it has stopped, and carried over, so that a late timer makes turns
 * longer and the share no larger.
 */
export class DutyGroup {
  readonly #vcpus: number
  readonly #cores: number
  readonly #system: DutySystem
  /** CPU time used beyond what was due, ms; below zero, what it may still use. */
  #debtMs: number
  #askedMs: number
  #isStopped = false
  #callOff: () => void = () => {}

  /** @param cores that the group could use at once */
  constructor(vcpus: number, cores: number, system: DutySystem) {
    this.#vcpus = vcpus
    this.#cores = cores
    this.#system = system
    this.#debtMs = -this.#fullMs
    this.#askedMs = system.nowMs()
    system.usedMs()
    this.#turn()
  }

  /** Lets it run, without a limit from now on. */
  end(): void {
    this.#callOff()
    this.#callOff = () => {}
    // Also where we believe that it runs: somebody may have stopped it in our name.
    this.#system.signal('SIGCONT')
    this.#isStopped = false
  }

  #turn(): void {
    // With the CPU that it has, it cannot use more than its due.
    if (this.#vcpus >= this.#cores) return
    const ran = !this.#isStopped
    const usedMs = this.#account(ran)
    // An idle one is let alone; so is one that cannot have used it up yet, however late the kernel's figures are.
    if (ran && usedMs > 0 && this.#debtMs > -Math.min(TICK_MS, this.#fullMs / 2)) {
      this.#stop()
      this.#account(ran)
    }
    if (this.#isStopped && this.#debtMs > -this.#fullMs / 2) {
      this.#next((this.#debtMs + this.#fullMs) / this.#vcpus)
      return
    }
    if (this.#isStopped) this.#system.signal('SIGCONT')
    this.#isStopped = false
    this.#next(Math.min(PERIOD_MS, -this.#debtMs / (this.#cores - this.#vcpus)))
  }

  /**
   * Sets what was used against what was due.
   * @param ran whether it was not stopped until now
   * @returns what was used since the last time, ms
   */
  #account(ran: boolean): number {
    const nowMs = this.#system.nowMs()
    const passedMs = nowMs - this.#askedMs
    this.#askedMs = nowMs
    const usedMs = this.#system.usedMs() ?? (ran ? passedMs : 0)
    // What it leaves unused while it may run is lost; what a late timer withheld is not, up to a period's worth.
    const leastMs = ran ? Math.min(-this.#fullMs, this.#debtMs) : -2 * this.#fullMs
    this.#debtMs = Math.max(leastMs, this.#debtMs + usedMs - this.#vcpus * passedMs)
    return usedMs
  }

  /** What is due in one period, ms. */
  get #fullMs(): number {
    return this.#vcpus * PERIOD_MS
  }

  #stop(): void {
    this.#system.signal('SIGSTOP')
    this.#isStopped = true
  }

  #next(delayMs: number): void {
    this.#callOff = this.#system.later(() => this.#turn(), Math.max(SHORTEST_MS, delayMs))
  }
}
