import { Deadline } from './deadline.ts'
import type { Environment } from './environment.ts'
import type { EnvironmentStory } from './pool-story.ts'

interface Watched {
  readonly deadline: Deadline
  /** Undefined while it is at work. */
  idleSinceMs: number | undefined
}

/** How much longer than its time to live an environment is kept while a series of requests is under way. */
export const LONGEST_HOLD_MS = 1000

type Stories = Pick<WeakMap<Environment, EnvironmentStory>, 'get'>

/** Environments that ask for work and have none: each is ended when its time is up. */
export class IdleWatch {
  readonly #watched = new Map<Environment, Watched>()
  readonly #idleTtlMs: () => number
  readonly #stories: Stories

  /**
   * @param idleTtlMs how long one may be idle, as it is now
   * @param stories where it is told of each, if anywhere
   */
  constructor(idleTtlMs: () => number, stories: Stories) {
    this.#idleTtlMs = idleTtlMs
    this.#stories = stories
  }

  /** Its idle time begins. @param graceMs how much longer than its time it is kept */
  begin(environment: Environment, graceMs: number): void {
    const idleSinceMs = performance.now()
    const known = this.#watched.get(environment)
    const watched = known ?? { deadline: new Deadline(() => this.#end(environment)), idleSinceMs }
    watched.idleSinceMs = idleSinceMs
    if (!known) this.#watched.set(environment, watched)
    this.#setDeadline(environment, watched, graceMs)
  }

  /** It has work. */
  interrupt(environment: Environment): void {
    const watched = this.#watched.get(environment)
    if (!watched) return
    watched.idleSinceMs = undefined
    watched.deadline.callOff()
  }

  /** It is gone. */
  forget(environment: Environment): void {
    this.#watched.get(environment)?.deadline.close()
    this.#watched.delete(environment)
  }

  /** The time to live, or the grace, has changed. */
  renew(graceMs: number): void {
    for (const [environment, watched] of this.#watched) this.#setDeadline(environment, watched, graceMs)
  }

  /** Time is up by the clock: a timer that a busy machine has not woken yet changes nothing. */
  endOverdue(): void {
    for (const [environment, { idleSinceMs }] of this.#watched)
      if (idleSinceMs !== undefined && performance.now() - idleSinceMs >= this.#idleTtlMs())
        this.#end(environment)
  }

  #setDeadline(environment: Environment, { deadline, idleSinceMs }: Watched, graceMs: number): void {
    if (idleSinceMs === undefined) return
    const leftMs = Math.max(0, this.#idleTtlMs() + graceMs - (performance.now() - idleSinceMs))
    deadline.set(leftMs)
    this.#stories.get(environment)?.idle(performance.now() + leftMs)
  }

  #end(environment: Environment): void {
    if (!environment.idle) return
    this.#stories.get(environment)?.idledOut()
    environment.stop()
  }
}
