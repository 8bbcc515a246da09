import type { ExitCode } from '../../core/exit-codes.ts'
import { type Connections, openConnections } from '../../providers/connections.ts'
import { openLedger } from '../../store/ledger/open-ledger.ts'
import { listenForInterrupt } from '../interrupt.ts'
import type { Io } from '../io.ts'
import { providerContextOf } from '../provider-context.ts'

/**
 * Runs work that makes or takes down remote things: with the ledger of this folder, and an interrupt that ends
 * the work between two calls. What was made by then is in the ledger.
 * @returns the work's exit code, or 130 / 143 after an interrupt
 */
export async function withLedger(
  io: Io,
  work: (connections: Connections) => Promise<ExitCode>,
): Promise<ExitCode> {
  const ledger = openLedger({ cwd: io.cwd, clock: io.clock })
  const interrupt = listenForInterrupt(io, 'Stopping after the call in flight.')
  const connections = openConnections(providerContextOf(io, { ledger, signal: interrupt.signal }))
  try {
    return await work(connections)
  } catch (error) {
    const interrupted = interrupt.exitCode()
    if (interrupted === undefined) throw error
    io.stderr.write('Interrupted. coldstart list shows what there is, coldstart destroy takes it down.\n')
    return interrupted
  } finally {
    interrupt.end()
    await connections.close()
    await ledger.close()
  }
}
