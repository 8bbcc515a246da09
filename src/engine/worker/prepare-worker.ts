import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { builtEntry } from '../../core/built-entry.ts'
import { ColdstartError } from '../../core/errors.ts'
import { readPackage } from '../../workload/package-files.ts'
import { workerSettings } from '../../workload/worker/worker-settings.ts'
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
  const { compatibilityDate: date } = settings
  const { version, latestDate: latest } = workerd
  if (date > latest) throw new ColdstartError('compatibility-date', { date, workerd: version, latest })
  const files = await readPackage(options)
  const guard = await readFile(builtEntry('engine/runtime/worker-guard.js'))
  const path = JSON.stringify(`./${options.entry}`)
  const main = `export * from ${path}\nimport * as user from ${path}\nimport { guard } from './${GUARD}'\nexport default guard(user.default)\n`
  const modules = [
    MAIN,
    GUARD,
    ...files.map((file) => file.path).filter((name) => /\.(?:m?js|bin)$/.test(name)),
  ]
  const config = workerConfig({
    ...settings,
    modules,
    variables: { ...settings.variables, ...options.variables },
  })
  const all = [
    ...files,
    { path: MAIN, bytes: main },
    { path: GUARD, bytes: guard },
    { path: CONFIG, bytes: config },
  ]
  for (const file of all) {
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
      name: `workerd ${version} (compatibility date ${date}${['', ...settings.compatibilityFlags].join(', ')}; a process each)`,
      program: { file: workerd.file, args: ['serve', CONFIG, `--control-fd=${CONTROL}`] },
    },
    reads: [],
    isCopied: false,
  }
}
