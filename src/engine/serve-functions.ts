import { constants } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { AtWork } from './cpu/at-work.ts'
import { describeCpu } from './cpu/describe-cpu.ts'
import type { findCpuControl } from './cpu/find-cpu-control.ts'
import { describeColdDisk } from './disk/cold-disk.ts'
import { FunctionDisk, listPages } from './disk/function-disk.ts'
import { findLibrary } from './disk/runtime-library.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { makeReadOnly } from './environment-folder.ts'
import type { HostFacts } from './environment-process.ts'
import type { EventStream } from './event-stream.ts'
import { FunctionPool } from './function-pool.ts'
import { PoolStory } from './pool-story.ts'
import type { Premises } from './premises.ts'
import { preparePackage } from './prepare-package.ts'
import type { PreparedPackage } from './prepared-package.ts'
import type { Watchdog } from './watchdog.ts'

/** A function that is ready to be called, and what is said of how it is run. */
export interface Served {
  readonly pool: FunctionPool
  readonly runtimeClient: string
  readonly cpu: string
  /** What happens to pages in memory, in words, where anything does. */
  readonly disk?: string
}

/** What all functions of an engine have in common. */
interface Common extends Pick<Premises, 'folder' | 'watchdog' | 'isolation'> {
  readonly cpuControl: ReturnType<typeof findCpuControl>
  readonly stream: EventStream | undefined
}

/**
 * Prepares the package of every function, and its pool.
 * @throws ColdstartError `no-function`, `runtime-missing`, `interpreter-missing`, `not-executable`, `no-cold-disk`
 */
export async function serveAll(
  options: EngineOptions,
  host: HostFacts & { readonly cores: number },
  { folder, cpuControl, watchdog, stream, isolation: tried }: Common,
) {
  const isolation = await tried
  const isolated = {
    ...host,
    ...(isolation && { isolation }),
    ...(cpuControl && { cpuControl, atWork: new AtWork(host.cores) }),
  }
  return Promise.all(
    options.functions.map((one) =>
      serveFunction(one, options, {
        host: isolated,
        folder: join(folder, `${one.contract}-${one.name}`),
        watchdog,
        ...(stream && { story: new PoolStory(stream, one, cpuControl !== undefined) }),
      }),
    ),
  )
}

/** A copy of Node of its own, where Node runs it: the pages of a program that runs, as the engine's does, stay in memory. */
async function withOwnBinary<Host extends HostFacts>(host: Host, folder: string): Promise<Host> {
  const execPath = join(folder, 'node', basename(host.execPath))
  await mkdir(dirname(execPath), { recursive: true })
  await copyFile(host.execPath, execPath, constants.COPYFILE_FICLONE)
  return { ...host, execPath }
}

/**
 * What a cold start reads: its package, and with `all` what runs it.
 * @throws ColdstartError `no-cold-disk`
 */
async function diskOf(
  { folder, runtime }: PreparedPackage,
  { coldDisk }: FunctionOptions,
  { execPath }: HostFacts,
): Promise<FunctionDisk> {
  if (coldDisk !== 'all') return new FunctionDisk(await listPages([folder]))
  const library = findLibrary(runtime)
  const { program, entry } = runtime
  const own = [program ? program.file : execPath, entry].filter(isAbsolute)
  return new FunctionDisk(await listPages([folder, ...own, ...library.mapped]), library)
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
  const chosen = node ? { ...machine, execPath: node.path, nodeVersion: node.version } : machine
  const prepared = await preparePackage(options, engine, join(folder, 'package'))
  const isCopied = options.coldDisk === 'all' && !prepared.runtime.program
  const host = isCopied ? await withOwnBinary(chosen, folder) : chosen
  if (!host.isolation) await makeReadOnly(prepared.folder)
  const disk = options.coldDisk && (await diskOf(prepared, options, host))
  const pool = new FunctionPool({
    options,
    prepared,
    folder,
    host,
    watchdog,
    ...(disk && { disk }),
    ...(story && { story }),
  })
  await pool.open()
  const shared = host.isolation ? '' : ', /tmp shared with this machine'
  const copied = prepared.isCopied ? ', dependencies copied: this system makes no links' : ''
  const cpu = describeCpu(options.cpu, host.cpuControl, host.cores)
  return {
    pool,
    cpu,
    runtimeClient: prepared.runtime.name + shared + copied,
    ...(disk && options.coldDisk && { disk: describeColdDisk(options.coldDisk, disk.library) }),
  }
}
