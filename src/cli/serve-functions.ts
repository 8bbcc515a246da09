import { formatDuration } from '../core/duration.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import { type FunctionOptions, functionDefaults, type ServedFunction } from '../engine/engine-options.ts'
import { type Engine, startEngine } from '../engine/start-engine.ts'
import type { Contract } from '../workload/contract.ts'
import { openOwnFunction } from '../workload/own-function.ts'
import { openSample } from '../workload/sample.ts'
import type { Io } from './io.ts'

export interface ServeOptions {
  readonly idleTtlMs: number
  readonly timeoutMs: number
  readonly port: number
  readonly memoryMb: number
  readonly contracts: readonly Contract[]
  /** A user's own handler, under the one contract given. */
  readonly functionPath?: string
  readonly exportName?: string
}

/**
 * Runs the engine until Ctrl-C, or until it ends by itself.
 * @throws ColdstartError `port-in-use`, `no-function`, `runtime-missing`
 */
export async function serveFunctions(options: ServeOptions, io: Io): Promise<ExitCode> {
  const functions = await Promise.all(
    options.contracts.map((contract) => describeFunction(contract, options, io.cwd)),
  )
  const interrupt = waitForSignal(io)
  const engine = await startEngine({
    functions,
    port: options.port,
    resolveFrom: io.cwd,
    lambdaRuntime: 'installed',
    output: 'shown',
  })
  try {
    io.stdout.write(describeEngine(engine, options.idleTtlMs))
    const ended = await Promise.race([interrupt.signalled, engine.ended])
    if (ended === undefined) io.stderr.write('The engine has ended.\n')
    return ended === undefined ? exitCodes.failed : exitCodes.done
  } finally {
    interrupt.forget()
    await engine.stop()
  }
}

async function describeFunction(
  contract: Contract,
  options: ServeOptions,
  cwd: string,
): Promise<FunctionOptions> {
  const { functionPath, exportName, idleTtlMs, timeoutMs, memoryMb } = options
  const workload = functionPath
    ? await openOwnFunction({ path: functionPath, contract, cwd, ...(exportName && { exportName }) })
    : openSample(contract)
  return { ...functionDefaults, ...workload, idleTtlMs, timeoutMs, memoryMb }
}

/** Ctrl-C is the way `serve` ends, so it is success; the pending timer keeps the process alive until then. */
function waitForSignal(io: Io) {
  let forget = () => {}
  const signalled = new Promise<'signal'>((resolve) => {
    const keepAlive = setInterval(() => {}, 2 ** 30)
    const stopListening = io.onSignal(() => resolve('signal'))
    forget = () => {
      clearInterval(keepAlive)
      stopListening()
    }
  })
  return { signalled, forget: () => forget() }
}

function describeEngine(engine: Engine, idleTtlMs: number): string {
  const parts = engine.functions.map((one) => describeServed(one))
  return `The local engine (not the cloud) is serving on this machine only; Ctrl-C ends it.

${parts.join('\n\n')}

Call one twice: the second is warm. Wait ${formatDuration(idleTtlMs)} and the cold start comes back.
For AWS's SDK and CLI the endpoint is ${engine.url}
`
}

function describeServed({ contract, url, functionUrl, runtimeClient }: ServedFunction): string {
  const get = (address: string) => `  curl '${address}?name=Ada'`
  if (contract !== 'lambda') return `${contract}  (${runtimeClient})\n${get(url)}`
  const invoke = `  curl -d '{"name":"Ada"}' '${url}'`
  return `${contract}  (${runtimeClient})\n${get(functionUrl ?? '')}\n${invoke}`
}
