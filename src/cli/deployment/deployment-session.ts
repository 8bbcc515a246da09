import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import { openLedger } from '../../providers/ledger/open-ledger.ts'
import type { ProviderContext } from '../../providers/provider.ts'
import type { Io } from '../io.ts'
import { providerContextOf } from '../provider-context.ts'

/**
 * Runs work that makes or takes down remote things: with the ledger of this folder, and an interrupt that ends
 * the work between two calls. What was made by then is in the ledger.
 * @returns the work's exit code, or 130 / 143 after an interrupt
 */
export async function withLedger(
  io: Io,
  work: (context: ProviderContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  const ledger = openLedger({ cwd: io.cwd, clock: io.clock })
  const controller = new AbortController()
  let interrupted: ExitCode | undefined
  const stopListening = io.onSignal((signal) => {
    const code = signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated
    if (interrupted !== undefined) return io.exitNow(code)
    interrupted = code
    io.stderr.write('\nStopping after the call in flight. Once more ends at once.\n')
    controller.abort(new Error('interrupted'))
  })
  try {
    return await work(providerContextOf(io, { ledger, signal: controller.signal }))
  } catch (error) {
    if (interrupted === undefined) throw error
    io.stderr.write('Interrupted. coldstart list shows what there is, coldstart destroy takes it down.\n')
    return interrupted
  } finally {
    stopListening()
    await ledger.close()
  }
}
