import type { ProbeReply } from '../../../src/core/probe-request.ts'
import type { FunctionRequest } from '../../../src/workload/workload-description.ts'

export interface CaseRun {
  readonly contract?: string
  readonly request?: FunctionRequest
  readonly variables?: Readonly<Record<string, string>>
  readonly timeoutMs?: number | string
  readonly exported?: string
  /** True where the contract has to be found. */
  readonly detects?: boolean
  readonly words?: readonly string[]
  /** Folder of node_modules that is put into the project. */
  readonly modules?: string
  /** False links that folder in place of copying it. */
  readonly copies?: boolean
  /** What the shell has, as for a cloud to deploy to. */
  readonly shell?: Readonly<Record<string, string>>
}

export interface CaseOutcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Body of the first reply: its JSON value, else its text. */
  readonly value: unknown
  readonly first: ProbeReply | undefined
  readonly samples: readonly {
    target: string
    error?: { kind: string; message: string }
    observed?: string
    phases: Record<string, number>
  }[]
  readonly folder: string
}

/** A function of a user's with the project that it lies in. */
export interface CaseFunction {
  readonly contract: string
  /** The file that is named on the command line. */
  readonly function: string
  readonly files: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
}
