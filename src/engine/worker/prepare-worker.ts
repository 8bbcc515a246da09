import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { builtEntry } from '../../core/built-entry.ts'
import { ColdstartError } from '../../core/errors.ts'
import { type PackageFile, readPackage } from '../../workload/package-files.ts'
import { mainAround, moduleKindOf } from '../../workload/worker/worker-modules.ts'
import { workerSettings } from '../../workload/worker/worker-settings.ts'
import type { WorkerSettings } from '../../workload/workload-description.ts'
import type { EngineOptions, FunctionOptions } from '../engine-options.ts'
import type { PreparedPackage } from '../prepared-package.ts'
import type { Runtime } from '../runtime-program.ts'
import { CONTROL } from '../started-process.ts'
import { type FoundWorkerd, findWorkerd } from './find-workerd.ts'
import { isolateConfig, workerConfig } from './worker-config.ts'

/** What stands before the function: its errors leave the runtime in their own words. */
const MAIN = '___worker.mjs'
const GUARD = '___worker_guard.mjs'
const HOST = '___worker_host.mjs'
const CONFIG = '___worker.capnp'

/**
 * Lays a Worker out for workerd: its modules, a configuration, and a main module of ours around its own.
 * @throws ColdstartError `runtime-missing`, `compatibility-date`, `no-function`
 */
export async function prepareWorker(
  options: FunctionOptions,
  engine: EngineOptions,
  folder: string,
): Promise<PreparedPackage> {
  const workerd = findWorkerd(options, engine)
  const settings = options.worker ?? workerSettings()
  const { compatibilityDate: date } = settings
  const { version, latestDate: latest } = workerd
  if (latest !== undefined && date > latest)
    throw new ColdstartError('compatibility-date', { date, workerd: version, latest })
  for (const file of await filesFor(options, settings)) {
    const place = join(folder, file.path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, file.bytes)
  }
  return {
    folder,
    root: '.',
    handler: options.entry,
    runtime: runtimeOf(options, settings, workerd),
    reads: [],
    isCopied: false,
  }
}

function runtimeOf(
  { workerCold }: FunctionOptions,
  settings: WorkerSettings,
  workerd: FoundWorkerd,
): Runtime {
  const { compatibilityDate, compatibilityFlags, localFiles = [], aside = [] } = settings
  const isolate = workerCold === 'isolate'
  const facts = [
    [`compatibility date ${compatibilityDate}`, ...compatibilityFlags].join(', '),
    ...(localFiles.length > 0 ? [`variables of ${localFiles.join(' and ')}`] : []),
    ...(aside.length > 0 ? [`without ${aside.join(', ')} of its wrangler file`] : []),
    isolate ? 'an isolate each, in a process that runs already' : 'a process each',
  ]
  const args = ['serve', CONFIG, `--control-fd=${CONTROL}`, ...(isolate ? ['--experimental'] : [])]
  return {
    entry: '',
    handlerAsArgument: false,
    own: false,
    saysPort: true,
    ...(isolate && { isolate }),
    language: `workerd ${workerd.version}`,
    name: `workerd ${workerd.version} (${facts.join('; ')})`,
    program: { file: workerd.file, args },
  }
}

/** The Worker's package with what stands before it, and the configuration that names the modules among them. */
async function filesFor(options: FunctionOptions, settings: WorkerSettings): Promise<PackageFile[]> {
  const files = await readPackage(options)
  const main = mainAround({ entry: options.entry, main: MAIN, module: GUARD, wrap: 'guard' })
  const own = files.map(({ path }) => path).filter((path) => moduleKindOf(path) !== undefined)
  const worker = {
    ...settings,
    modules: [MAIN, GUARD, ...own],
    variables: { ...settings.variables, ...options.variables },
  }
  const isolate = options.workerCold === 'isolate'
  const config = isolate ? isolateConfig(worker, HOST) : workerConfig(worker)
  const host = isolate
    ? [{ path: HOST, bytes: await readFile(builtEntry('engine/runtime/worker-host.js')) }]
    : []
  return [
    ...files,
    ...host,
    { path: MAIN, bytes: Buffer.from(main.text) },
    { path: GUARD, bytes: await readFile(builtEntry('engine/runtime/worker-guard.js')) },
    { path: CONFIG, bytes: Buffer.from(config) },
  ]
}
