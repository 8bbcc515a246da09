import type { ExitCode } from '../../core/exit-codes.ts'
import { type Connections, openConnections } from '../../providers/connections.ts'
import { openLedger } from '../../store/ledger/open-ledger.ts'
import { restoreLeftBehind } from '../deployment/restore-left-behind.ts'
import { listenForInterrupt } from '../interrupt.ts'
import type { Io } from '../io.ts'
import { providerContextOf } from '../provider-context.ts'

/**
 * Runs work that measures: with the ledger of this folder and an interrupt that ends the run in good order.
 * @returns 130 or 143 after an interrupt, else the work's exit code
 */
export async function withRunContext(
  io: Io,
  work: (connections: Connections) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupt = listenForInterrupt(io, 'Stopping: no new invocations, those in flight get a moment.')
  const ledger = openLedger({ cwd: io.cwd, clock: io.clock })
  const connections = openConnections(providerContextOf(io, { ledger, signal: interrupt.signal }))
  try {
    await restoreLeftBehind(connections)
    const exitCode = await work(connections)
    return interrupt.exitCode() ?? exitCode
  } catch (error) {
    const interrupted = interrupt.exitCode()
    if (interrupted === undefined || error !== interrupt.signal.reason) throw error
    return interrupted
  } finally {
    interrupt.end()
    await connections.close()
    await ledger.close()
  }
}
