import type { FunctionSettings } from '../../config/function-settings.ts'
import type { LoadReport } from '../../core/load-report.ts'
import type { Contract } from '../../workload/contract.ts'
import type { GeneratedFile, NodeBinary } from '../../workload/workload-description.ts'

/** The function that changes are made to, on copies of its package. */
export interface WhatIfSubject {
  /** As the user named it; `entry` is absolute. */
  readonly own: FunctionSettings
  readonly contract: Contract
  /** Its package. */
  readonly root: string
  /** The module that runs, relative to the root, and its source: JavaScript. */
  readonly entry: string
  readonly source: string
  readonly generated: readonly GeneratedFile[]
  readonly load: LoadReport
  /** Its own environment variables. */
  readonly variables: Readonly<Record<string, string>>
  readonly nodeVersion: string
  /** PATH, where an interpreter is looked for. */
  readonly searchPath: string
  /** What the user wants it to be run by: `python3.13`. */
  readonly runtime?: string
  /** Of its environments. */
  readonly memoryMb: number
  /** Others that are at hand; those that the user named count also where they are older. */
  readonly nodes: readonly (NodeBinary & { readonly isNamed?: true })[]
}

/** A changed copy, ready to be measured. */
export interface Variant {
  /** Its entry, absolute. */
  readonly entry: string
  /** Variables that it is given in place of the function's own. */
  readonly env?: Readonly<Record<string, string>>
  readonly how: string
  readonly notes?: readonly string[]
  /** What runs it, in place of the Node that runs coldstart. */
  readonly node?: NodeBinary
  /** Where that the change is there at all does not show in a reply: looked for in what a start writes. */
  readonly proof?: Proof
}

/** A start with more variables, whose output tells whether a change is at work. */
export interface Proof {
  readonly env: Readonly<Record<string, string>>
  /** @returns a note for the table @throws WhatIfImpossible where it is not at work */
  readonly read: (output: string) => string
}

/** One kind of change. */
export interface WhatIfKind {
  /** Words of `--what-if` that mean it: the name, or the name and what is behind `:`. */
  readonly name: string
  readonly title: string
  /** Of a change that is only measured where it is asked for by name, or where it has something to change. */
  applies?(subject: WhatIfSubject): boolean
  /**
   * Changes a copy of the package.
   * @param copy makes the copy, and gives its folder
   * @throws WhatIfImpossible where the change cannot be made
   */
  make(subject: WhatIfSubject, copy: () => Promise<string>): Promise<Variant>
}

/** A change that cannot be made here, with the reason for the table. */
export class WhatIfImpossible extends Error {}
