import type { ServedFunction } from '../engine-options.ts'
import type { EventStream } from '../event-stream.ts'
import type { FunctionPool } from '../function-pool.ts'

/** What the page shows and works on. */
export interface PageParts {
  /** The whole page; each `{{nonce}}` in it becomes the nonce of the visit. */
  readonly document: string
  readonly port: number
  readonly stream: EventStream
  readonly pools: readonly FunctionPool[]
  /** Whether environments can be held to a share of the CPU, and may be. */
  readonly keepsShares: boolean
  readonly functions: readonly ServedFunction[]
}
