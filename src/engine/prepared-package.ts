import type { Runtime } from './runtime-program.ts'

/** A function's package on disk, ready to be put into execution environments. */
export interface PreparedPackage {
  /** What is put into an environment. */
  readonly folder: string
  /** The package's root in that folder: `.`, or deeper where dependencies are installed above the root. */
  readonly root: string
  /** Lambda's handler string within the root. */
  readonly handler: string
  /** The module that the handler string means, where it is the function's own and not a vendor's entry. */
  readonly entry?: string
  readonly runtime: Runtime
  /** Folders outside of it that the function reads: those of its dependencies. */
  readonly reads: readonly string[]
  /** Its dependencies are copies, since this system made no links to them. */
  readonly isCopied: boolean
}
