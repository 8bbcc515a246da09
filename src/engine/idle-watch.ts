import type { Environment } from './environment.ts'
import type { EnvironmentStory } from './pool-story.ts'

interface Idle {
  readonly sinceMs: number
  timer?: NodeJS.Timeout
}

/** How much longer than its time to live an environment is kept while a series of requests is under way. */
export const LONGEST_HOLD_MS = 1000

/** Environments that ask for work and have none: each is ended when its time is up. */
export class IdleWatch {
  readonly #idle = new Map<Environment, Idle>()
  readonly #idleTtlMs: () => number
  readonly #storyOf: (environment: Environment) => EnvironmentStory | undefined

  /**
   * @param idleTtlMs how long one may be idle, as it is now
   * @param storyOf where it is told, if anywhere
   */
  constructor(idleTtlMs: () => number, storyOf: (environment: Environment) => EnvironmentStory | undefined) {
    this.#idleTtlMs = idleTtlMs
    this.#storyOf = storyOf
  }

  /** Its idle time begins. @param graceMs how much longer than its time it is kept */
  add(environment: Environment, graceMs: number): void {
    this.forget(environment)
    this.#idle.set(environment, { sinceMs: performance.now() })
    this.#watch(environment, graceMs)
  }

  /** It is idle no more. */
  forget(environment: Environment): void {
    clearTimeout(this.#idle.get(environment)?.timer)
    this.#idle.delete(environment)
  }

  /** The time to live, or the grace, has changed. */
  renew(graceMs: number): void {
    for (const environment of this.#idle.keys()) this.#watch(environment, graceMs)
  }

  /** Time is up by the clock: a timer that a busy machine has not woken yet changes nothing. */
  endOverdue(): void {
    for (const [environment, { sinceMs }] of this.#idle)
      if (performance.now() - sinceMs >= this.#idleTtlMs()) this.#end(environment)
  }

  #watch(environment: Environment, graceMs: number): void {
    const idle = this.#idle.get(environment)
    if (!idle) return
    clearTimeout(idle.timer)
    const leftMs = Math.max(0, this.#idleTtlMs() + graceMs - (performance.now() - idle.sinceMs))
    idle.timer = setTimeout(() => this.#end(environment), leftMs)
    this.#storyOf(environment)?.idle(performance.now() + leftMs)
  }

  #end(environment: Environment): void {
    if (!environment.idle) return
    this.#storyOf(environment)?.idledOut()
    environment.stop()
  }
}
