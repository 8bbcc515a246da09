import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ColdstartError } from '../core/errors.ts'
import { collectGarbage } from '../core/garbage.ts'
import { randomName } from '../core/ids.ts'
import { findCpuControl } from './cpu/find-cpu-control.ts'
import { checkColdDisk } from './disk/cold-disk.ts'
import type { EngineAddress, EngineOptions, FunctionOptions, ServedFunction } from './engine-options.ts'
import type { HostFacts } from './environment-process.ts'
import { eventLine } from './event-line.ts'
import { EventStream } from './event-stream.ts'
import { answerInvokesBefore } from './front/invoke-connection.ts'
import { usualPath } from './front/match-route.ts'
import { makeInvokeFinder, makeRouter, paths } from './front/router.ts'
import type { FunctionPool } from './function-pool.ts'
import { makePageDoor } from './page/page-door.ts'
import { openPremises, type Premises } from './premises.ts'
import { type Served, serveAll } from './serve-functions.ts'

/** A serverless platform that is running in this process. */
export interface RunningEngine {
  readonly address: EngineAddress
  /** Ends every idle environment, and busy ones after their reply: the next request of each function is cold. */
  evict(): Promise<void>
  /** A series of requests to a function begins: its environments are not ended in between. */
  hold(served: Pick<FunctionOptions, 'contract' | 'name'>): Promise<void>
  /** The series is over. Resolves when its function's next cold start has nothing to wait for. */
  release(served: Pick<FunctionOptions, 'contract' | 'name'>): Promise<void>
  close(): Promise<void>
}

const SERVER_OPTIONS = { keepAlive: true, noDelay: true, keepAliveTimeout: 65_000 }

/**
 * Prepares every function's package and listens on loopback.
 * @param opened where it is at home; closed with it
 * @throws ColdstartError `port-in-use`, `no-cpu-share`, `no-cold-disk`, and those of `serveAll`
 */
export async function runEngine(
  options: EngineOptions,
  host: HostFacts & { readonly pid: number; readonly temporaryFolder: string; readonly cores: number },
  opened: Promise<Premises> = openPremises(host),
): Promise<RunningEngine> {
  const premises = await opened
  let cpuControl: ReturnType<typeof openCpuControl>
  const clear = async () => {
    await cpuControl?.close()
    await premises.close()
  }
  try {
    cpuControl = openCpuControl(options, host)
    premises.watchdog.guardGroups(cpuControl?.folders ?? [])
    if (options.functions.some(({ coldDisk }) => coldDisk))
      await checkColdDisk(host.platform, premises.folder)
    const stream = openStream(options, host)
    const served = await serveAll(options, host, { ...premises, cpuControl, stream })
    return await listenFor(served, options, host, { stream, keepsShares: cpuControl !== undefined, clear })
  } catch (error) {
    await clear()
    throw error
  }
}

/** @throws ColdstartError `port-in-use` */
async function listenFor(
  served: readonly Served[],
  { port: wanted, page: document }: EngineOptions,
  { pid }: { readonly pid: number },
  {
    stream,
    keepsShares,
    clear,
  }: {
    readonly stream: EventStream | undefined
    readonly keepsShares: boolean
    readonly clear: () => Promise<void>
  },
): Promise<RunningEngine> {
  const token = randomName(24)
  const pools = served.map(({ pool }) => pool)
  const server = createServer(SERVER_OPTIONS)
  const port = await listen(server, wanted)
  const url = `http://127.0.0.1:${port}/${token}`
  const functions = served.map((one) => describe(one, url))
  const route = makeRouter(token, pools)
  const seen =
    stream && document !== undefined ? { document, port, stream, pools, keepsShares, functions } : undefined
  const page = seen && makePageDoor(seen)
  server.on('request', (req, res) => page?.answer(req, res) || route(req, res))
  const endInvokes = answerInvokesBefore(server, makeInvokeFinder(token, pools))
  return {
    address: { url, port, pid, functions, ...(page && { pageUrl: page.url }) },
    ...betweenRequests(pools),
    close: async () => {
      server.close()
      server.closeAllConnections()
      endInvokes()
      await Promise.all(pools.map((pool) => pool.close()))
      await clear()
    },
  }
}

/** What is asked of the engine between requests: to keep environments, and to end them. */
function betweenRequests(pools: readonly FunctionPool[]): Pick<RunningEngine, 'hold' | 'release' | 'evict'> {
  const sweep = makeSweeper()
  return {
    hold: async (asked) => poolOf(pools, asked)?.hold(),
    release: async (asked) => {
      await poolOf(pools, asked)?.unhold()
      sweep()
    },
    evict: async () => {
      await Promise.all(pools.map((pool) => pool.evict()))
      sweep()
    },
  }
}

const SWEEP_EVERY = 25

/**
 * What an environment leaves behind in this process is so little that V8 lets hundreds of them pile up. It is collected
 * between two series of requests, when nothing is measured.
 */
function makeSweeper(): () => void {
  let series = 0
  return () => {
    series++
    if (series % SWEEP_EVERY === 0) collectGarbage()
  }
}

/** @throws ColdstartError `no-cpu-share` where a share was asked for by name and cannot be kept */
function openCpuControl(
  { functions, cpuControl: choice = 'best', isCpuRequired, page }: EngineOptions,
  host: Pick<HostFacts, 'platform' | 'execPath'>,
) {
  // On the page a function may be given a memory size, and the share that goes with it, unless none was asked for by name.
  const maySoon = page !== undefined && !isCpuRequired
  if (functions.every(({ cpu }) => cpu === undefined) && !maySoon) return undefined
  const control = findCpuControl(host, choice)
  if (!control && isCpuRequired) throw new ColdstartError('no-cpu-share', { platform: host.platform })
  return control
}

/** What happens is told where somebody sees it. */
function openStream(
  { output, page }: EngineOptions,
  { showOutput }: Pick<HostFacts, 'showOutput'>,
): EventStream | undefined {
  if (output !== 'shown' && page === undefined) return undefined
  const stream = new EventStream()
  stream.listen(({ event }) => {
    const line = eventLine(event)
    if (line !== undefined) showOutput?.(line)
  })
  return stream
}

function poolOf(
  pools: readonly FunctionPool[],
  { contract, name }: Pick<FunctionOptions, 'contract' | 'name'>,
) {
  return pools.find(({ options }) => options.contract === contract && options.name === name)
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? new ColdstartError('port-in-use', { port }, { cause }) : cause),
    )
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function describe({ pool, runtimeClient, cpu, disk }: Served, url: string): ServedFunction {
  const { name, contract, memoryMb, timeoutMs } = pool.options
  const siteUrl = url + paths.site(contract, name)
  const common = { name, contract, memoryMb, timeoutMs, runtimeClient, cpu, siteUrl, ...(disk && { disk }) }
  const path = usualPath(pool.options.routes ?? {})
  if (contract !== 'lambda')
    return { ...common, url: path === undefined ? url + paths[contract](name) : siteUrl + path }
  return { ...common, url: url + paths.invoke(name), functionUrl: url + paths.functionUrl(name) }
}
