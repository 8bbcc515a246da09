import type { CpuHold } from './cpu-control.ts'
import { BURST_LIMIT_MS, type CpuShare } from './cpu-share.ts'

/** The CPU of one environment over its life. */
export class EnvironmentCpu {
  readonly #hold: CpuHold
  readonly #share: CpuShare
  #timer: NodeJS.Timeout | undefined
  #isHeld = false
  #isGone = false

  constructor(hold: CpuHold, share: CpuShare) {
    this.#hold = hold
    this.#share = share
  }

  /** A process has been made that will become the environment. */
  join(pid: number): void {
    this.#hold.join(pid)
  }

  /**
   * It becomes the environment now.
   * @param isRepeated its initialisation is a second try, inside an invocation, for which there is no burst
   */
  begin(isRepeated: boolean): void {
    if (this.#share.mode === 'flat' || isRepeated) this.#restrict()
    else this.#timer = setTimeout(() => this.#restrict(), BURST_LIMIT_MS)
  }

  /** It asks for work: the first time its initialisation is over, and each time what it was asked before. */
  markReady(): void {
    if (!this.#isHeld) this.#restrict()
    if (!this.#isGone) this.#hold.forgetOutOfMemory()
  }

  /** Whether it, or a process of its own, was ended for want of memory since it last asked for work. */
  ranOutOfMemory(): boolean {
    return this.#hold.ranOutOfMemory()
  }

  /** It is about to be ended: it shall hear of that. */
  letGo(): void {
    clearTimeout(this.#timer)
    this.#isHeld = true
    if (!this.#isGone) this.#hold.limit(undefined)
  }

  /** Ends what is left of it. */
  release(): Promise<void> {
    clearTimeout(this.#timer)
    this.#isGone = true
    return this.#hold.release()
  }

  #restrict(): void {
    clearTimeout(this.#timer)
    this.#isHeld = true
    if (!this.#isGone) this.#hold.limit(this.#share.vcpus)
  }
}
