import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../core/clock.ts'
import type { EndingSignal } from '../core/exit-codes.ts'
import type { EngineAhead, StartEngine } from '../engine/start-engine.ts'
import type { StartProber } from '../run/session.ts'
import type { ColorLevel } from './color.ts'
import type { Shell } from './shell.ts'

/** A stream results or messages are written to; colour and width are decided per stream. */
export interface Output {
  /** Writes text whose control characters are not ours, whoever typed or sent them. */
  write(text: string): void
  /** Writes what we have laid out, with our colours and cursor moves; foreign text in it was made plain before. */
  writeOwn(text: string): void
  readonly isTTY: boolean
  readonly columns: number
  readonly colorLevel: ColorLevel
}

/** A terminal that questions can be asked on, key by key. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable & { readonly columns?: number; readonly rows?: number }
}

/** Everything a command may touch of the outside world. bin.ts passes the real one, tests a fake. */
export interface Io {
  /** Results, and nothing else. */
  readonly stdout: Output
  /** Progress, notices, errors. */
  readonly stderr: Output
  /** Asks a question on stderr and reads one line; undefined where nobody can answer. */
  ask(question: string): Promise<string | undefined>
  /** Standard input and standard error, where both are a terminal. */
  readonly terminal?: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly clock: Clock
  /** Calls the listener on SIGINT, SIGTERM, SIGHUP and SIGQUIT until the returned function is called. */
  onSignal(listener: (signal: EndingSignal) => void): () => void
  /** Ends the process at once, for a second interrupt. */
  exitNow(code: number): void
  /**
   * Opens a page in the browser.
   * @throws ColdstartError `no-browser`
   */
  openPage(path: string): Promise<void>
  /** Nothing is measured from now on: garbage is collected often, for less memory. */
  narrowHeap?(): void
  readonly debug: boolean
  /** In which commands that are printed can be pasted. */
  readonly shell: Shell
  /** `v20.19.0`. */
  readonly nodeVersion: string
  /** What times the requests of a run, where it is not a thread that the run starts and ends. */
  readonly startProber?: StartProber
  /** What starts the local engine, where that is not the usual way. */
  readonly startEngine?: StartEngine
  /** Starts the engine's process before anything is loaded that says what it is for; left out where nobody waits for it. */
  readonly startEngineAhead?: () => Promise<EngineAhead>
}
