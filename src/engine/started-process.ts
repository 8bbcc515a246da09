import type { Readable } from 'node:stream'
import type { InstanceReads } from '../core/sample.ts'

/** How a process ended, in the terms of `child_process`. */
export interface ProcessEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
}

/** A running execution environment, seen as a process only. */
export interface EnvironmentProcess {
  readonly pid: number | undefined
  readonly startedMs: number
  readonly startedAt: string
  /** Resolves when it is gone; a process that could not be started has ended with code −1. */
  readonly ended: Promise<ProcessEnd>
  /** Most memory it has held so far, MB; undefined where the system does not say (other than Linux). */
  peakMemoryMb(): number | undefined
  /** What it has read so far; left out where nobody asks. */
  reads?(): InstanceReads | undefined
  /** What it says on descriptor 4, where its runtime has something to say there. */
  readonly control?: Readable
  /** The port of a runtime that listened before: it starts the function when it is asked to. */
  readonly listensOn?: number
  /** SIGTERM, and SIGKILL if it is still there after the grace period. */
  stop(graceMs: number): void
}

/** The descriptor on which a runtime says that it listens; 3 is that of the shell that waits in its place. */
export const CONTROL = 4

/** Starts an environment's process; `onOutput` gets what it writes to stdout and stderr. */
export type StartProcess = (onOutput: (text: string) => void) => EnvironmentProcess
