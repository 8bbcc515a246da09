import type { FunctionOptions } from './engine-options.ts'
import { Environment } from './environment.ts'
import { removeFolder } from './environment-folder.ts'
import type { FunctionEvent, Lease, Outcome } from './function-event.ts'
import { IdleWatch, LONGEST_HOLD_MS } from './idle-watch.ts'
import { endGroup } from './kill-tree.ts'
import type { EnvironmentStory } from './pool-story.ts'
import type { Seat } from './seat.ts'
import { type PoolParts, SeatStock } from './seat-stock.ts'

/** The execution environments of one function: scale to zero, one request each, up to a limit. */
export class FunctionPool {
  #parts: PoolParts
  /** In the order of last use. */
  readonly #environments = new Set<Environment>()
  readonly #retiring = new WeakSet<Environment>()
  readonly #stories = new WeakMap<Environment, EnvironmentStory>()
  readonly #idle = new IdleWatch(() => this.options.idleTtlMs, this.#stories)
  readonly #departures = new Set<Promise<void>>()
  readonly #seats: SeatStock
  #held = 0
  #starting = 0

  constructor(parts: PoolParts) {
    this.#parts = parts
    this.#seats = new SeatStock(parts)
  }

  /** The settings that the next environment gets. */
  get options(): FunctionOptions {
    return this.#parts.options
  }

  /** How much longer than its time an idle environment is kept. */
  get #graceMs(): number {
    return this.#held > 0 ? LONGEST_HOLD_MS : 0
  }

  /** Makes the first seat ready. */
  async open(): Promise<void> {
    await Promise.all([this.#seats.open(), this.#settleDisk()])
  }

  /** Takes a free environment (the one used last, as Lambda does), or starts one; undefined at the limit. */
  lease(): Lease | undefined {
    const free = this.#findFree()
    const end = this.#parts.story?.beginRequest()
    if (!free && this.#occupied() >= this.options.maxEnvironments) {
      end?.('throttled')
      return undefined
    }
    const environment = free ? Promise.resolve(this.#occupy(free)) : this.#start()
    return {
      invoke: async (event) => {
        const outcome = await this.#invoke(await environment, event)
        end?.(outcome)
        return outcome
      },
      release: () => {
        end?.('withdrawn')
        void environment.then((one) => this.#release(one))
      },
    }
  }

  /**
   * A series of requests begins: environments that become idle from now on are kept until it is over, though no
   * longer than a moment beyond their time, since between two requests of a measurement a busy machine or a slow
   * disk may take longer than the time to live. One whose time is up already is ended first.
   */
  async hold(): Promise<void> {
    this.#idle.endOverdue()
    this.#held += 1
    await this.#settleDisk()
  }

  /**
   * The series is over: what was idle for its time to live in the meantime ends now. Resolves when everything is
   * ready for the next cold starts, so that no measurement has that beside it.
   */
  async unhold(): Promise<void> {
    this.#held -= 1
    if (this.#held > 0) return
    this.#idle.endOverdue()
    this.#idle.renew(0)
    await this.#seats.fill()
  }

  /**
   * Gives the function other settings. A time to live counts for those that are idle too; another memory size ends every
   * environment, as on the platforms.
   */
  async change(changes: Partial<Pick<FunctionOptions, 'idleTtlMs' | 'memoryMb' | 'cpu'>>): Promise<void> {
    const options = { ...this.options, ...changes }
    const isOther = options.memoryMb !== this.options.memoryMb
    this.#parts = { ...this.#parts, options }
    this.#parts.story?.describe(options)
    if (isOther) await Promise.all([this.#seats.change(this.#parts), this.evict()])
    this.#idle.renew(this.#graceMs)
  }

  /** Ends every environment: idle ones now, busy ones after their reply. Resolves when the idle ones are gone. */
  async evict(): Promise<void> {
    const [busy, idle] = [true, false].map((leased) =>
      [...this.#environments].filter((one) => one.leased === leased),
    )
    for (const one of busy ?? []) this.#retiring.add(one)
    for (const one of idle ?? []) one.stop()
    await Promise.all([this.#seats.fill(), ...(idle ?? []).map((one) => one.process.ended)])
    await this.#settleDisk()
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    this.#parts.disk?.close()
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
    if (this.#held === 0) this.#idle.endOverdue()
    let free: Environment | undefined
    for (const one of this.#environments)
      if (one.usable && !one.leased && (one.idle || !free?.idle)) free = one
    return free
  }

  #occupy(environment: Environment): Environment {
    this.#idle.interrupt(environment)
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
    else this.#idle.begin(environment, this.#graceMs)
    if (this.#held === 0) void this.#seats.fill()
  }

  /** @param initWithInvoke its initialisation belongs to the invocation that waits for it */
  async #start(initWithInvoke = false): Promise<Environment> {
    this.#starting += 1
    const seat = await this.#seats.take(this.#occupied()).finally(() => (this.#starting -= 1))
    const story = this.#parts.story?.beginEnvironment(seat.id)
    const parts = { ...seat, initWithInvoke, ...(story && { watch: story.change, onLoad: story.load }) }
    const environment: Environment = new Environment(parts, () => this.#rest(environment))
    if (story) this.#stories.set(environment, story)
    if (seat.options.memoryMb !== this.options.memoryMb) this.#retiring.add(environment)
    this.#environments.add(this.#occupy(environment))
    const { pid, ended } = environment.process
    if (pid !== undefined) this.#parts.watchdog.guard(pid, seat.id)
    const departure = ended.then(() => this.#bury(environment, seat))
    this.#departures.add(departure)
    void departure.then(() => this.#departures.delete(departure))
    return environment
  }

  async #bury(environment: Environment, { folder, cpu }: Seat): Promise<void> {
    this.#environments.delete(environment)
    this.#idle.forget(environment)
    const { pid } = environment.process
    if (pid !== undefined) {
      endGroup(pid)
      this.#parts.watchdog.release(pid)
    }
    await cpu?.release()
    await removeFolder(folder.root)
    if (this.#environments.size === 0) await this.#parts.disk?.makeCold()
  }

  /** No environment lives: what the next one reads is dropped now, and not while its request waits. */
  async #settleDisk(): Promise<void> {
    if (!this.#parts.disk) return
    if (![...this.#environments].some((one) => one.usable)) await Promise.all(this.#departures)
    if (this.#occupied() === 0) await this.#parts.disk.makeCold()
  }

  #occupied(): number {
    return this.#starting + [...this.#environments].filter((one) => one.usable).length
  }
}
