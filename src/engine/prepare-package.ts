import { existsSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { holdersOf } from '../core/folders-above.ts'
import { MODULES_FOLDER } from '../workload/left-out.ts'
import { listPackage } from '../workload/list-package.ts'
import { generatedFiles } from '../workload/package-files.ts'
import { readListed } from '../workload/read-listed.ts'
import type { WorkloadDescription } from '../workload/workload-description.ts'
import { chooseRuntime, findFramework } from './choose-runtime.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { linkFolder } from './link-folder.ts'
import { linkedPackages } from './linked-packages.ts'
import type { PreparedPackage } from './prepared-package.ts'
import { writeVendorEntry } from './vendor-entry.ts'
import { prepareWorker } from './worker/prepare-worker.ts'

/**
 * Copies a function's files into `folder` and adds what its vendor adds when it deploys.
 * @throws ColdstartError `no-function` when a file is missing, `unreadable-package`, `runtime-missing`,
 * `compatibility-date`
 */
export async function preparePackage(
  options: FunctionOptions,
  engine: EngineOptions,
  folder: string,
): Promise<PreparedPackage> {
  if (options.contract === 'cloudflare') return prepareWorker(options, engine, folder)
  const runtime = chooseRuntime(options, engine)
  const above = options.include ? [] : holdersOf(options.root).filter(hasModules)
  const made = new Set<'linked' | 'copied'>()
  const root = await linkModules(options.root, above, folder, made)
  const place = join(folder, root)
  const hasOwn = await copyPackage(options, place, made)
  const framework =
    options.contract === 'google' && !options.language ? findFramework(options, engine)?.folder : undefined
  const handler = await writeVendorEntry(options, place, framework)
  const isOwn =
    !options.language && handler.startsWith(`${options.entry.slice(0, -extname(options.entry).length)}.`)
  const reads = [
    ...(runtime.reads ?? []),
    // Links between the packages of a workspace lead out of node_modules and stay in its folder.
    ...(hasOwn || above.length > 0 ? [options.root] : []),
    ...above.flatMap((one) => [one, join(one, MODULES_FOLDER)]),
    ...(await linkedPackages([options.root, ...above].map((one) => join(one, MODULES_FOLDER)))),
    // Two up: the node_modules that it and its own dependencies are in.
    ...(framework ? [engine.resolveFrom, resolve(framework, '../..')] : []),
  ]
  return {
    folder,
    root,
    runtime,
    handler,
    reads,
    isCopied: made.has('copied'),
    ...(isOwn && { entry: options.entry }),
  }
}

/** @returns whether it has dependencies in a folder of its own */
async function copyPackage(
  workload: WorkloadDescription,
  place: string,
  made: Set<'linked' | 'copied'>,
): Promise<boolean> {
  const { files, modules } = await listPackage(workload)
  const folders = new Set([...files, ...modules, 'package.json'].map((path) => dirname(join(place, path))))
  for (const one of folders) await mkdir(one, { recursive: true })
  for (const path of files)
    await readListed(workload, path, async (from) => {
      await copyFile(from, join(place, path))
      return true
    })
  for (const path of modules) made.add(await linkFolder(join(workload.root, path), join(place, path)))
  for (const { path, bytes } of generatedFiles(workload)) await writeFile(join(place, path), bytes)
  const manifest = workload.include ? undefined : nearestManifest(workload.root)
  if (manifest && !existsSync(join(place, 'package.json')))
    await copyFile(manifest, join(place, 'package.json'))
  return modules.length > 0
}

/**
 * Dependencies that are installed above the root (a workspace's, hoisted) stay where they are: the folder repeats
 * the path from the topmost of them down to the root, with a link to each on its level, so that every lookup goes
 * the way it goes in place.
 * @returns the root's path within the folder
 */
async function linkModules(
  root: string,
  above: readonly string[],
  folder: string,
  made: Set<'linked' | 'copied'>,
): Promise<string> {
  const top = above.at(-1)
  if (top === undefined) return '.'
  for (const one of above) {
    const place = join(folder, relative(top, one))
    await mkdir(place, { recursive: true })
    made.add(await linkFolder(join(one, MODULES_FOLDER), join(place, MODULES_FOLDER)))
  }
  return relative(top, root)
}

function hasModules(folder: string): boolean {
  return existsSync(join(folder, MODULES_FOLDER))
}

/** The package.json that decides, where the root has none, whether `.js` is ESM. */
function nearestManifest(root: string): string | undefined {
  return [root, ...holdersOf(root)].map((one) => join(one, 'package.json')).find((path) => existsSync(path))
}
