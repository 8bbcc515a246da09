import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { randomName } from '../core/ids.ts'
import { AtWork } from './cpu/at-work.ts'
import { describeCpu } from './cpu/describe-cpu.ts'
import { findCpuControl } from './cpu/find-cpu-control.ts'
import type { EngineAddress, EngineOptions, FunctionOptions, ServedFunction } from './engine-options.ts'
import { makeReadOnly, removeFolder } from './environment-folder.ts'
import type { HostFacts } from './environment-process.ts'
import { eventLine } from './event-line.ts'
import { EventStream } from './event-stream.ts'
import { usualPath } from './front/match-route.ts'
import { makeRouter, paths } from './front/router.ts'
import { FunctionPool } from './function-pool.ts'
import { findIsolation, folderOutsideTmp } from './isolation.ts'
import { makePageDoor } from './page/page-door.ts'
import { PoolStory } from './pool-story.ts'
import { preparePackage } from './prepare-package.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'

/** A serverless platform that is running in this process. */
export interface RunningEngine {
  readonly address: EngineAddress
  /** Ends every idle environment, and busy ones after their reply: the next request of each function is cold. */
  evict(): Promise<void>
  /** A series of requests to a function begins: its environments are not ended in between. */
  hold(served: Pick<FunctionOptions, 'contract' | 'name'>): void
  /** The series is over. Resolves when its function's next cold start has nothing to wait for. */
  release(served: Pick<FunctionOptions, 'contract' | 'name'>): Promise<void>
  close(): Promise<void>
}

const SERVER_OPTIONS = { keepAlive: true, noDelay: true, keepAliveTimeout: 65_000 }

interface Served {
  readonly pool: FunctionPool
  readonly runtimeClient: string
  readonly cpu: string
}

/**
 * Prepares every function's package and listens on loopback.
 * @throws ColdstartError `port-in-use`, `no-function`, `runtime-missing`, `no-cpu-share`
 */
export async function runEngine(
  options: EngineOptions,
  host: HostFacts & { readonly pid: number; readonly temporaryFolder: string; readonly cores: number },
): Promise<RunningEngine> {
  const place = await folderOutsideTmp(host.temporaryFolder, host.platform)
  const folder = await mkdtemp(join(place, 'coldstart-engine-'))
  const cpuControl = openCpuControl(options, host)
  const watchdog = startWatchdog(host.execPath, { folder, controlGroups: cpuControl?.folders ?? [] })
  try {
    const isolation = await findIsolation(host.platform, folder)
    const isolated = {
      ...host,
      ...(isolation && { isolation }),
      ...(cpuControl && { cpuControl, atWork: new AtWork(host.cores) }),
    }
    const stream = openStream(options, host)
    const served = await Promise.all(
      options.functions.map((one) => {
        const place = join(folder, `${one.contract}-${one.name}`)
        return serveFunction(one, options, {
          host: isolated,
          folder: place,
          watchdog,
          ...(stream && { story: new PoolStory(stream, one) }),
        })
      }),
    )
    const token = randomName(24)
    const pools = served.map(({ pool }) => pool)
    const server = createServer(SERVER_OPTIONS)
    const port = await listen(server, options.port)
    const url = `http://127.0.0.1:${port}/${token}`
    const functions = served.map((one) => describe(one, url))
    const route = makeRouter(token, pools)
    const page =
      stream && options.page !== undefined
        ? makePageDoor({ document: options.page, port, stream, pools, functions })
        : undefined
    server.on('request', (req, res) => page?.answer(req, res) || route(req, res))
    return {
      address: { url, port, pid: host.pid, functions, ...(page && { pageUrl: page.url }) },
      hold: (asked) => poolOf(pools, asked)?.hold(),
      release: async (asked) => poolOf(pools, asked)?.unhold(),
      evict: async () => void (await Promise.all(pools.map((pool) => pool.evict()))),
      close: async () => {
        server.close()
        server.closeAllConnections()
        await Promise.all(pools.map((pool) => pool.close()))
        await cpuControl?.close()
        await removeFolder(folder)
        watchdog.stop()
      },
    }
  } catch (error) {
    await cpuControl?.close()
    await removeFolder(folder)
    watchdog.stop()
    throw error
  }
}

/** @throws ColdstartError `no-cpu-share` where a share was asked for by name and cannot be kept */
function openCpuControl(
  { functions, cpuControl: choice = 'best', isCpuRequired }: EngineOptions,
  host: Pick<HostFacts, 'platform' | 'execPath'>,
) {
  if (functions.every(({ cpu }) => cpu === undefined)) return undefined
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

interface Surroundings {
  readonly host: HostFacts & { readonly cores: number }
  readonly folder: string
  readonly watchdog: Watchdog
  readonly story?: PoolStory
}

async function serveFunction(
  options: FunctionOptions,
  engine: EngineOptions,
  { host: machine, folder, watchdog, story }: Surroundings,
): Promise<Served> {
  const { node } = options
  const host = node ? { ...machine, execPath: node.path, nodeVersion: node.version } : machine
  const prepared = await preparePackage(options, engine, join(folder, 'package'))
  if (!host.isolation) await makeReadOnly(prepared.folder)
  const pool = new FunctionPool({
    options,
    prepared,
    folder,
    host,
    watchdog,
    ...(story && { story }),
  })
  await pool.open()
  const shared = host.isolation ? '' : ', /tmp shared with this machine'
  const copied = prepared.isCopied ? ', dependencies copied: this system makes no links' : ''
  const cpu = describeCpu(options.cpu, host.cpuControl, host.cores)
  return { pool, cpu, runtimeClient: prepared.runtime.name + shared + copied }
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

function describe({ pool, runtimeClient, cpu }: Served, url: string): ServedFunction {
  const { name, contract, memoryMb, timeoutMs } = pool.options
  const siteUrl = url + paths.site(contract, name)
  const common = { name, contract, memoryMb, timeoutMs, runtimeClient, cpu, siteUrl }
  const path = usualPath(pool.options.routes ?? {})
  if (contract !== 'lambda')
    return { ...common, url: path === undefined ? url + paths[contract](name) : siteUrl + path }
  return { ...common, url: url + paths.invoke(name), functionUrl: url + paths.functionUrl(name) }
}
