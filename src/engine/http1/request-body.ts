import { Readable } from 'node:stream'
import type { HttpFields } from '../../core/http1-fields.ts'

/** The body of a request that came in parts, as a stream; it is told like one of node:http's that it broke off. */
export class RequestBody extends Readable {
  readonly #onRoom: () => void
  #trailers: HttpFields | undefined

  /** @param onRoom is called when there is room for more */
  constructor(onRoom: () => void) {
    super()
    this.#onRoom = onRoom
  }

  /** True once it has come to its end, which may not have been read yet. */
  get isComplete(): boolean {
    return this.#trailers !== undefined
  }

  /** What came behind the last chunk. */
  get trailers(): HttpFields {
    return this.#trailers ?? {}
  }

  /** Its end has come. */
  finish(trailers: HttpFields): void {
    this.#trailers = trailers
    this.push(null)
  }

  override _read(): void {
    this.#onRoom()
  }

  /** Nobody has to listen for errors of what he does not read. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#onRoom()
    done(this.listenerCount('error') > 0 ? error : null)
  }
}
