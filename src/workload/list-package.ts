import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { isOwnReport } from '../core/own-report.ts'
import { isLeftOut, MODULES_FOLDER, RESULTS_FOLDER } from './left-out.ts'
import { reachedFiles } from './reached-files.ts'
import { readInPackage } from './read-listed.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** What is in a package, as paths relative to its root with forward slashes, sorted. */
export interface PackageList {
  readonly files: readonly string[]
  /** The folders of dependencies: `node_modules`, `packages/api/node_modules`. Their insides are not listed. */
  readonly modules: readonly string[]
  /** Files and folders that are there and part of no package: `.env`, `results`. */
  readonly leftOut: readonly string[]
}

/**
 * Lists a package: the files it names, or everything under its root that is not left out, and in any case what its
 * entry reaches by relative imports. Links are followed, so that what a deployment carries is what runs here; a
 * link that leads nowhere or to a folder above itself, a socket or a pipe is no part of it, nor is what is gone while
 * it is listed.
 * @throws ColdstartError `no-function` when the root is no folder, `unreadable-package`
 */
export async function listPackage(workload: WorkloadDescription): Promise<PackageList> {
  if (workload.include) return { files: [...workload.include].sort(), modules: [], leftOut: [] }
  const written = new Set(workload.written)
  const found: Found = { root: workload.root, written, files: [], modules: [], leftOut: [] }
  const reached = await reachedFiles(join(workload.root, workload.entry), workload.root)
  if (!(await walk(workload.root, '', [], found)))
    throw new ColdstartError('no-function', { path: workload.root })
  const { modules, leftOut } = found
  return {
    files: [...new Set([...found.files, ...reached])].sort(),
    modules: modules.sort(),
    leftOut: leftOut.sort(),
  }
}

interface Found {
  readonly root: string
  readonly written: ReadonlySet<string>
  readonly files: string[]
  readonly modules: string[]
  readonly leftOut: string[]
}

/** @returns false where there is no such folder */
async function walk(folder: string, below: string, above: readonly string[], found: Found): Promise<boolean> {
  const seen = await readInPackage(found.root, folder, readFolder)
  if (!seen) return false
  const { place, entries } = seen
  if (above.some((one) => `${one}${sep}`.startsWith(place.endsWith(sep) ? place : place + sep))) return true
  // A virtual environment of Python's, whatever it is called.
  if (below !== '' && entries.some(({ name }) => name === 'pyvenv.cfg')) {
    found.leftOut.push(below.slice(0, -1))
    return true
  }
  for (const entry of entries) {
    const { name } = entry
    const path = join(folder, name)
    if (isNoPart(below + name, path, found)) {
      found.leftOut.push(below + name)
      continue
    }
    const kind = await kindOf(entry, path)
    if (kind === 'folder' && name === MODULES_FOLDER) found.modules.push(below + name)
    else if (kind === 'folder') await walk(path, `${below}${name}/`, [...above, place], found)
    else if (kind === 'file') (isReport(below + name, path) ? found.leftOut : found.files).push(below + name)
  }
  return true
}

/** By its name, or since the run itself writes it. */
function isNoPart(path: string, absolute: string, { written }: Found): boolean {
  return isLeftOut(basename(path)) || path === RESULTS_FOLDER || written.has(absolute)
}

/** What an earlier run wrote to the top; a file that may not be read is refused where it is packed. */
function isReport(path: string, absolute: string): boolean {
  try {
    return !path.includes('/') && isOwnReport(absolute)
  } catch {
    return false
  }
}

async function readFolder(folder: string) {
  const place = await realpath(folder)
  return { place, entries: await readdir(folder, { withFileTypes: true }) }
}

async function kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | undefined> {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (!entry.isSymbolicLink()) return undefined
  const [target, seen] = await Promise.all([realpath(path), stat(path)]).catch(() => [])
  if (target === undefined || seen === undefined || isLeftOut(basename(target))) return undefined
  return seen.isDirectory() ? 'folder' : seen.isFile() ? 'file' : undefined
}
