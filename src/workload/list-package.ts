import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { isLeftOut, MODULES_FOLDER, RESULTS_FOLDER } from './left-out.ts'
import { reachedFiles } from './reached-files.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** What package managers keep beside the packages. */
const TOOLS = new Set(['.bin', '.cache', '.package-lock.json', '.modules.yaml', '.yarn-state.yml'])

/** What is in a package, as paths relative to its root with forward slashes, sorted. */
export interface PackageList {
  readonly files: readonly string[]
  /** The folders of dependencies: `node_modules`, `packages/api/node_modules`. Their insides are not listed. */
  readonly modules: readonly string[]
}

/**
 * Lists a package: the files it names, or everything under its root that is not left out, and in any case what its
 * entry reaches by relative imports. Links are followed, so that what a deployment carries is what runs here; a
 * link that leads nowhere or to a folder above itself, a socket or a pipe is no part of it.
 * @throws ColdstartError `no-function` when the root is no folder
 */
export async function listPackage(workload: WorkloadDescription): Promise<PackageList> {
  if (workload.include) return { files: [...workload.include].sort(), modules: [] }
  const found: { files: string[]; modules: string[] } = { files: [], modules: [] }
  const reached = await reachedFiles(join(workload.root, workload.entry), workload.root)
  await walk(workload.root, '', [], found).catch((cause) => {
    throw new ColdstartError('no-function', { path: workload.root }, { cause })
  })
  return { files: [...new Set([...found.files, ...reached])].sort(), modules: found.modules.sort() }
}

/** The files of a package's own folders of dependencies, as paths relative to its root, sorted. Links are followed. */
export async function listModules(workload: WorkloadDescription): Promise<readonly string[]> {
  const { modules } = await listPackage(workload)
  const found: { files: string[]; modules: string[] } = { files: [], modules: [] }
  for (const folder of modules) await walk(join(workload.root, folder), `${folder}/`, [], found, true)
  return found.files.sort()
}

async function walk(
  folder: string,
  below: string,
  above: readonly string[],
  found: { files: string[]; modules: string[] },
  insideModules = false,
): Promise<void> {
  const place = await realpath(folder)
  if (above.some((one) => `${one}${sep}`.startsWith(`${place}${sep}`))) return
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const { name } = entry
    if (isLeftOut(name) || (insideModules && TOOLS.has(name)) || (below === '' && name === RESULTS_FOLDER))
      continue
    const path = join(folder, name)
    const kind = await kindOf(entry, path)
    if (kind === 'folder' && name === MODULES_FOLDER && !insideModules) found.modules.push(below + name)
    else if (kind === 'folder') await walk(path, `${below}${name}/`, [...above, place], found, insideModules)
    else if (kind === 'file') found.files.push(below + name)
  }
}

async function kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | undefined> {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (!entry.isSymbolicLink()) return undefined
  const [target, seen] = await Promise.all([realpath(path), stat(path)]).catch(() => [])
  if (target === undefined || seen === undefined || isLeftOut(basename(target))) return undefined
  return seen.isDirectory() ? 'folder' : seen.isFile() ? 'file' : undefined
}
