import { type ExitCode, signalExitCodes } from '../core/exit-codes.ts'
import type { Io } from './io.ts'

/** The first signal ends the run in good order, the second ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal
  /** 129, 130, 131 or 143 once a signal came. */
  exitCode(): ExitCode | undefined
  /** Stops listening. */
  end(): void
}

/**
 * Listens for signals. A closed terminal sends SIGHUP more than once (the kernel, then the shell), so that one never
 * ends the process at once.
 * @param says what the first one does, for stderr
 */
export function listenForInterrupt(io: Io, says: string): Interrupt {
  const controller = new AbortController()
  let code: ExitCode | undefined
  const stop = io.onSignal((signal) => {
    const received = signalExitCodes[signal]
    if (code === undefined) {
      code = received
      io.stderr.write(`\n${says} Press Ctrl-C again to end at once.\n`)
      controller.abort(new Error('interrupted'))
    } else if (signal !== 'SIGHUP') io.exitNow(received)
  })
  return { signal: controller.signal, exitCode: () => code, end: stop }
}
