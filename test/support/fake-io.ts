import type { Io } from '../../src/cli/io.ts'
import type { Shell } from '../../src/cli/shell.ts'
import type { Clock } from '../../src/core/clock.ts'
import type { EndingSignal } from '../../src/core/exit-codes.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { sharedProber } from './shared-prober.ts'

export interface FakeIo extends Io {
  /** What was written so far. */
  readonly written: { stdout: string; stderr: string }
  /** Delivers a signal to whoever listens. */
  signal(signal: EndingSignal): void
  readonly exits: number[]
  /** Pages that would be in a browser. */
  readonly opened: string[]
}

export interface FakeIoOptions {
  readonly env?: Record<string, string | undefined>
  readonly cwd?: string
  readonly home?: string
  readonly clock?: Clock
  readonly answers?: string[]
  readonly columns?: number
  readonly debug?: boolean
  readonly shell?: Shell
  /** Which Node runs it, by its own words: that of a process whose run goes on here. */
  readonly nodeVersion?: string
}

/** An Io without a process: streams are strings, signals are calls, questions have prepared answers. */
export function fakeIo(options: FakeIoOptions = {}): FakeIo {
  const written = { stdout: '', stderr: '' }
  const exits: number[] = []
  const opened: string[] = []
  const listeners = new Set<(signal: EndingSignal) => void>()
  const output = (name: 'stdout' | 'stderr') =>
    writesTo((text) => {
      written[name] += text
    }, options.columns)
  return {
    written,
    exits,
    stdout: output('stdout'),
    stderr: output('stderr'),
    ask: async () => options.answers?.shift(),
    env: options.env ?? {},
    cwd: options.cwd ?? '/',
    home: options.home ?? '/home/nobody',
    clock: options.clock ?? systemClock,
    onSignal: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    signal: (signal) => {
      for (const listener of listeners) listener(signal)
    },
    exitNow: (code) => exits.push(code),
    opened,
    openPage: async (path) => void opened.push(path),
    debug: options.debug ?? false,
    shell: options.shell ?? 'posix',
    nodeVersion: options.nodeVersion ?? 'v20.19.0',
    startProber: sharedProber,
  }
}

function writesTo(write: (text: string) => void, columns = 80) {
  return { write, writeOwn: write, isTTY: false, columns, colorLevel: 0 as const }
}
