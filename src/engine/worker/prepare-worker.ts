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
import { CONTROL } from '../started-process.ts'
import { findWorkerd } from './find-workerd.ts'
import { workerConfig } from './worker-config.ts'

/** What stands before the function: its errors leave the runtime in their own words. */
const MAIN = '___worker.mjs'
const GUARD = '___worker_guard.mjs'
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
  const { compatibilityDate: date, compatibilityFlags } = settings
  const { version, latestDate: latest } = workerd
  if (date > latest) throw new ColdstartError('compatibility-date', { date, workerd: version, latest })
  for (const file of await filesFor(options, settings)) {
    const place = join(folder, file.path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, file.bytes)
  }
  return {
    folder,
    root: '.',
    handler: options.entry,
    runtime: {
      entry: '',
      handlerAsArgument: false,
      own: false,
      saysPort: true,
      language: `workerd ${version}`,
      name: `workerd ${version} (compatibility date ${date}${['', ...compatibilityFlags].join(', ')}; a process each)`,
      program: { file: workerd.file, args: ['serve', CONFIG, `--control-fd=${CONTROL}`] },
    },
    reads: [],
    isCopied: false,
  }
}

/** The Worker's package with what stands before it, and the configuration that names the modules among them. */
async function filesFor(options: FunctionOptions, settings: WorkerSettings): Promise<PackageFile[]> {
  const files = await readPackage(options)
  const main = mainAround({ entry: options.entry, main: MAIN, module: GUARD, wrap: 'guard' })
  const own = files.map(({ path }) => path).filter((path) => moduleKindOf(path) !== undefined)
  const config = workerConfig({
    ...settings,
    modules: [MAIN, GUARD, ...own],
    variables: { ...settings.variables, ...options.variables },
  })
  return [
    ...files,
    { path: MAIN, bytes: Buffer.from(main.text) },
    { path: GUARD, bytes: await readFile(builtEntry('engine/runtime/worker-guard.js')) },
    { path: CONFIG, bytes: Buffer.from(config) },
  ]
}
