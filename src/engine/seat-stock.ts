import { join } from 'node:path'
import type { FunctionDisk } from './disk/function-disk.ts'
import type { FunctionOptions } from './engine-options.ts'
import type { HostFacts } from './environment-process.ts'
import type { PoolStory } from './pool-story.ts'
import type { PreparedPackage } from './prepared-package.ts'
import { makeSeat, type Seat } from './seat.ts'
import type { Watchdog } from './watchdog.ts'

/** What a function's pool is made of. */
export interface PoolParts {
  readonly options: FunctionOptions
  readonly prepared: PreparedPackage
  /** Folder that environments' folders are made in. */
  readonly folder: string
  readonly host: HostFacts
  readonly watchdog: Watchdog
  /** Its pages, where they are dropped before each cold start. */
  readonly disk?: FunctionDisk
  /** Left out where nobody watches. */
  readonly story?: PoolStory
}

/**
 * Seats that are made beside those that are wanted, where one is made at all: two processors make two in little more
 * time than one. Where a runtime runs already in each, none is made that may not be needed.
 */
const SPARE = 1

/**
 * The seats of one function, made before they may be needed: as many as it was told of, or as
 * have lived at once so far.
 */
export class SeatStock {
  #parts: PoolParts
  readonly #seats: Promise<Seat>[] = []
  #wanted: number
  #made = 0

  constructor(parts: PoolParts) {
    this.#parts = parts
    this.#wanted = parts.options.atOnce ?? 1
  }

  /** Makes the first ones. Never rejects, as `fill`. */
  async open(): Promise<void> {
    await this.#makeUpTo(this.#wanted)
  }

  /**
   * Makes what is missing, and then some for later. Never rejects: what could not be made ready is an error for whoever
   * takes it.
   */
  async fill(): Promise<void> {
    const spare = this.#parts.prepared.runtime.isolate ? 0 : SPARE
    if (this.#seats.length < this.#wanted) await this.#makeUpTo(this.#wanted + spare)
    else await Promise.allSettled(this.#seats)
  }

  async #makeUpTo(count: number): Promise<void> {
    while (this.#seats.length < count) this.#seats.push(this.#make())
    await Promise.allSettled(this.#seats)
  }

  /** @param living environments there will be with this one */
  async take(living: number): Promise<Seat> {
    this.#wanted = Math.max(this.#wanted, living)
    const seat = await (this.#seats.shift() ?? this.#make())
    await this.#parts.disk?.makeCold()
    this.#parts.disk?.warmUp()
    return seat
  }

  /** Gives up what was made with other settings, and makes as many with these. */
  async change(parts: PoolParts): Promise<void> {
    this.#parts = parts
    await this.#leaveAll()
    await this.open()
  }

  /** Gives up what nobody took. */
  async close(): Promise<void> {
    this.#wanted = 0
    await this.#leaveAll()
  }

  async #leaveAll(): Promise<void> {
    for (const made of await Promise.allSettled(this.#seats.splice(0)))
      if (made.status === 'fulfilled') this.#leave(made.value)
  }

  async #make(): Promise<Seat> {
    this.#made += 1
    const seat = await makeSeat(this.#parts, join(this.#parts.folder, `environment-${this.#made}`))
    const { pid } = seat.waiting
    if (pid !== undefined) this.#parts.watchdog.guard(pid, seat.id)
    return seat
  }

  #leave(seat: Seat): void {
    seat.leave()
    const { pid } = seat.waiting
    if (pid !== undefined) this.#parts.watchdog.release(pid)
  }
}
