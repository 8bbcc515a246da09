import { type FunctionOrder, isContract } from '../bench/function-orders.ts'
import { refuseWithoutEffect } from '../bench/refuse-without-effect.ts'
import { checkProviders, sortSources } from '../bench/sources.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { formatDuration } from '../core/duration.ts'
import { ColdstartError } from '../core/errors.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import { cpuFor } from '../engine/cpu/cpu-share.ts'
import { CPU_OFF } from '../engine/cpu/describe-cpu.ts'
import {
  type FunctionOptions,
  functionDefaults,
  memoryOf,
  type ServedFunction,
} from '../engine/engine-options.ts'
import { type Engine, startEngine } from '../engine/start-engine.ts'
import { readServePage } from '../serve/read-serve-page.ts'
import { openSource } from '../workload/workload-source.ts'
import type { Io } from './io.ts'
import { curlOf, inQuotes, type Shell } from './shell.ts'

/** What `serve` was asked for. */
export interface ServeOptions {
  /** Which functions, under which contracts, with what they are given; without a memory size, all of this machine's CPU. */
  readonly config: BenchConfig
  readonly port: number
}

/**
 * Runs the engine until Ctrl-C, or until it ends by itself; what fails at the start ends it at once.
 * @throws ColdstartError `bad-arguments` for several runtimes, `port-in-use`, `no-function`, `runtime-missing`, and those
 * of `sortSources`
 */
export async function serveFunctions({ config, port }: ServeOptions, io: Io): Promise<ExitCode> {
  if ((config.runtime ?? []).length > 1)
    throw new ColdstartError('bad-arguments', {
      reason: 'serve runs functions under one runtime; bench sets several side by side.',
      command: 'serve',
      suggestion: `--runtime ${config.runtime?.[0]}`,
    })
  const [memoryMb] = config.memory ?? []
  const local = await orderLocally(config, io)
  const limits = { idleTtlMs: config.idleTtl ?? functionDefaults.idleTtlMs, ...(memoryMb && { memoryMb }) }
  const functions = await Promise.all(local.map((order) => describeFunction(order, limits, config)))
  const interrupt = waitForSignal(io)
  let engine: Engine | undefined
  try {
    engine = await startEngine({
      functions,
      port,
      resolveFrom: io.cwd,
      searchPath: io.env.PATH ?? '',
      lambdaRuntime: 'installed',
      output: 'shown',
      page: await readServePage(),
      isCpuRequired: config.cpu !== undefined,
    })
    io.stdout.write(describeEngine(engine, functions, limits.idleTtlMs, io.shell))
    const ended = await Promise.race([interrupt.signalled, engine.ended])
    if (ended === undefined) io.stderr.write('The engine has ended.\n')
    return ended === undefined ? exitCodes.failed : exitCodes.done
  } finally {
    interrupt.forget()
    await engine?.stop()
  }
}

/**
 * The functions that are named, or the sample, as the local engine is to run them.
 * @throws ColdstartError `unknown-provider`, `without-effect`, and those of `sortSources`
 */
export async function orderLocally(config: BenchConfig, io: Io): Promise<readonly FunctionOrder[]> {
  checkProviders(config, '--provider ')
  const sources = await sortSources(config, 'local', io)
  refuseWithoutEffect(config, sources)
  return sources.local
}

/** A function as the engine takes it: its package opened under its contract, with these limits. */
export async function describeFunction(
  { name, contract, source }: FunctionOrder,
  limits: Pick<FunctionOptions, 'idleTtlMs'> & Partial<Pick<FunctionOptions, 'memoryMb'>>,
  {
    cpu,
    coldDisk,
    workerCold,
    runtime: [runtime] = [],
  }: Pick<BenchConfig, 'cpu' | 'coldDisk' | 'workerCold' | 'runtime'> = {},
): Promise<FunctionOptions> {
  if (!isContract(contract)) throw new Error(`The local engine has no contract ${contract}.`)
  const { timeoutMs = functionDefaults.timeoutMs } = source
  const workload = await openSource(source, { contract, runtime })
  const isNamed = ![contract, workload.name].includes(name)
  return {
    ...functionDefaults,
    ...workload,
    ...limits,
    ...memoryOf(contract, limits.memoryMb),
    ...cpuFor(contract, limits.memoryMb, cpu),
    ...(coldDisk && { coldDisk }),
    ...(workerCold && { workerCold }),
    ...(runtime !== undefined && { runtime }),
    timeoutMs,
    ...(isNamed && { label: name }),
  }
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

function describeEngine(
  engine: Engine,
  functions: readonly FunctionOptions[],
  idleTtlMs: number,
  shell: Shell,
): string {
  const parts = engine.functions.map((one, index) => {
    const isAlone = engine.functions.filter(({ contract }) => contract === one.contract).length === 1
    return describeServed(one, shell, functions[index]?.label ?? (isAlone ? undefined : one.name))
  })
  return `The local engine (not the cloud) is serving on this machine only; Ctrl-C ends it.

Watch it happen: ${engine.pageUrl}

${parts.join('\n\n')}

Call one twice: the second call is warm. Wait ${formatDuration(idleTtlMs)} and the cold start comes back.
For AWS's SDK and CLI the endpoint is ${engine.url}
`
}

/** The address alone first: it opens in a browser, wherever curl is not at hand. */
function describeServed(
  { contract, url, functionUrl, runtimeClient, cpu, disk }: ServedFunction,
  shell: Shell,
  label?: string,
): string {
  const curl = curlOf(shell)
  const given = [cpu === CPU_OFF ? undefined : cpu, disk].map((one) => (one ? `; ${one}` : '')).join('')
  const heading = `${label === undefined ? '' : `${label}: `}${contract}  (${runtimeClient}${given})`
  const get = (address: string) => {
    const asked = `${address}?name=Ada`
    return `  ${asked}\n  ${curl} ${inQuotes(shell, asked)}`
  }
  if (contract !== 'lambda') return `${heading}\n${get(url)}`
  const invoke = `  ${curl} -d ${inQuotes(shell, '{"name":"Ada"}')} ${inQuotes(shell, url)}`
  return `${heading}\n${get(functionUrl ?? '')}\n${invoke}`
}
