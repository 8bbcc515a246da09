import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import type { Io } from './io.ts'

/** The first SIGINT or SIGTERM ends the run in good order, the second ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal
  /** 130 or 143 once a signal came. */
  exitCode(): ExitCode | undefined
  /** Stops listening. */
  end(): void
}

/** Listens for signals. @param says what the first one does, for stderr */
export function listenForInterrupt(io: Io, says: string): Interrupt {
  const controller = new AbortController()
  let code: ExitCode | undefined
  const stop = io.onSignal((signal) => {
    const received = signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated
    if (code !== undefined) return io.exitNow(received)
    code = received
    io.stderr.write(`\n${says} Once more ends at once.\n`)
    controller.abort(new Error('interrupted'))
  })
  return { signal: controller.signal, exitCode: () => code, end: stop }
}
