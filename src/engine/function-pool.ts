import type { FunctionOptions } from './engine-options.ts'
import { Environment } from './environment.ts'
import { removeFolder } from './environment-folder.ts'
import type { FunctionEvent, Outcome } from './function-event.ts'
import { endGroup } from './kill-tree.ts'
import { requestLine } from './request-line.ts'
import type { Seat } from './seat.ts'
import { type PoolParts, SeatStock } from './seat-stock.ts'

/** How much longer than its time to live an environment is kept while a series of requests is under way. */
const LONGEST_HOLD_MS = 1000

/** Room for one invocation, taken as soon as a request's headers are here. */
export interface Lease {
  invoke(event: FunctionEvent): Promise<Outcome>
  /** Gives the room back unused. */
  release(): void
}

/** The execution environments of one function: scale to zero, one request each, up to a limit. */
export class FunctionPool {
  readonly options: FunctionOptions
  readonly #parts: PoolParts
  /** In the order of last use. */
  readonly #environments = new Set<Environment>()
  readonly #retiring = new WeakSet<Environment>()
  readonly #idle = new Map<Environment, { sinceMs: number; timer?: NodeJS.Timeout }>()
  readonly #departures = new Set<Promise<void>>()
  readonly #seats: SeatStock
  #held = 0
  #starting = 0

  constructor(parts: PoolParts) {
    this.#parts = parts
    this.#seats = new SeatStock(parts)
    this.options = parts.options
  }

  /** Makes the first seat ready. */
  async open(): Promise<void> {
    await this.#seats.fill()
  }

  /** Takes a free environment (the one used last, as Lambda does), or starts one; undefined at the limit. */
  lease(): Lease | undefined {
    const free = this.#findFree()
    if (!free && this.#occupied() >= this.options.maxEnvironments) return undefined
    const environment = free ? Promise.resolve(this.#occupy(free)) : this.#start()
    return {
      invoke: async (event) => {
        const startedMs = performance.now()
        const outcome = await this.#invoke(await environment, event)
        this.#parts.host.showOutput?.(requestLine(this.options, outcome, performance.now() - startedMs))
        return outcome
      },
      release: () => void environment.then((one) => this.#release(one)),
    }
  }

  /**
   * A series of requests begins: environments that become idle from now on are kept until it is over, though no
   * longer than a moment beyond their time, since between two requests of a measurement a busy machine or a slow
   * disk may take longer than the time to live. One whose time is up already is ended first.
   */
  hold(): void {
    this.#endOverdue()
    this.#held += 1
  }

  /**
   * The series is over: what was idle for its time to live in the meantime ends now. Resolves when everything is
   * ready for the next cold starts, so that no measurement has that beside it.
   */
  async unhold(): Promise<void> {
    this.#held -= 1
    if (this.#held > 0) return
    this.#endOverdue()
    for (const environment of this.#idle.keys()) this.#watchIdle(environment)
    await this.#seats.fill()
  }

  /** Ends every environment: idle ones now, busy ones after their reply. Resolves when the idle ones are gone. */
  async evict(): Promise<void> {
    const [busy, idle] = [true, false].map((leased) =>
      [...this.#environments].filter((one) => one.leased === leased),
    )
    for (const one of busy ?? []) this.#retiring.add(one)
    for (const one of idle ?? []) one.stop()
    await Promise.all([this.#seats.fill(), ...(idle ?? []).map((one) => one.process.ended)])
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    for (const one of this.#environments) one.stop(0)
    await Promise.all(this.#departures)
    await this.#seats.close()
  }

  async #invoke(environment: Environment, event: FunctionEvent): Promise<Outcome> {
    const outcome = await environment.invoke(event)
    if (outcome === 'undelivered') return this.#invoke(await this.#start(), event)
    if (outcome === 'init timed out') return this.#invoke(await this.#start(true), event)
    return outcome
  }

  /** One that asks for work already, or else one that is about to. */
  #findFree(): Environment | undefined {
    if (this.#held === 0) this.#endOverdue()
    const free = [...this.#environments].filter((one) => one.usable && !one.leased)
    return free.findLast((one) => one.idle) ?? free.at(-1)
  }

  #occupy(environment: Environment): Environment {
    this.#forgetIdle(environment)
    environment.leased = true
    this.#environments.delete(environment)
    this.#environments.add(environment)
    return environment
  }

  #release(environment: Environment): void {
    environment.leased = false
    if (environment.idle) this.#rest(environment)
  }

  /** An environment asks for work and has none: its idle time begins. */
  #rest(environment: Environment): void {
    if (environment.leased) return
    if (this.#retiring.has(environment)) environment.stop()
    this.#forgetIdle(environment)
    this.#idle.set(environment, { sinceMs: performance.now() })
    this.#watchIdle(environment)
    if (this.#held === 0) void this.#seats.fill()
  }

  #watchIdle(environment: Environment): void {
    const idle = this.#idle.get(environment)
    if (!idle) return
    clearTimeout(idle.timer)
    const keptMs = this.options.idleTtlMs + (this.#held > 0 ? LONGEST_HOLD_MS : 0)
    const leftMs = Math.max(0, keptMs - (performance.now() - idle.sinceMs))
    idle.timer = setTimeout(() => environment.idle && environment.stop(), leftMs)
  }

  /** Time is up by the clock: a timer that a busy machine has not woken yet changes nothing. */
  #endOverdue(): void {
    for (const [environment, { sinceMs }] of this.#idle)
      if (environment.idle && performance.now() - sinceMs >= this.options.idleTtlMs) environment.stop()
  }

  #forgetIdle(environment: Environment): void {
    clearTimeout(this.#idle.get(environment)?.timer)
    this.#idle.delete(environment)
  }

  /** @param initWithInvoke its initialisation belongs to the invocation that waits for it */
  async #start(initWithInvoke = false): Promise<Environment> {
    this.#starting += 1
    const seat = await this.#seats.take(this.#occupied()).finally(() => (this.#starting -= 1))
    const parts = { ...seat, initWithInvoke }
    const environment: Environment = new Environment(parts, () => this.#rest(environment))
    this.#environments.add(this.#occupy(environment))
    const { pid, ended } = environment.process
    if (pid !== undefined) this.#parts.watchdog.guard(pid, seat.id)
    const departure = ended.then(() => this.#bury(environment, seat))
    this.#departures.add(departure)
    void departure.then(() => this.#departures.delete(departure))
    return environment
  }

  async #bury(environment: Environment, { folder }: Seat): Promise<void> {
    this.#environments.delete(environment)
    this.#forgetIdle(environment)
    const { pid } = environment.process
    if (pid !== undefined) {
      endGroup(pid)
      this.#parts.watchdog.release(pid)
    }
    await removeFolder(folder.root)
  }

  #occupied(): number {
    return this.#starting + [...this.#environments].filter((one) => one.usable).length
  }
}
