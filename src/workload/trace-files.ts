import { existsSync, lstatSync } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, extname, join, parse, posix, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldersAbove } from '../core/folders-above.ts'
import { MODULES_FOLDER } from './left-out.ts'
import { optionalPackages } from './optional-packages.ts'
import { packageOf } from './own-packages.ts'
import { loaderOf } from './own-places.ts'
import { commonFolder, packageFolderOf } from './package-root.ts'
import { traceAllConditions } from './trace-conditions.ts'
import { findEsbuild } from './transpile.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** What a function reaches. */
export interface TracedFiles {
  /** The folder that holds the package and everything that it reaches: its root, or one above it. Absolute. */
  readonly base: string
  /** The package's root, absolute and without links. */
  readonly root: string
  /** Files and links, absolute and sorted. */
  readonly files: readonly string[]
  /** Packages that are imported and not installed, by the names that stand in the imports. */
  readonly missing: readonly string[]
  /** Optional dependencies of what it reaches that are installed and that nothing is seen to import. */
  readonly unseen: readonly string[]
}

/**
 * What a function reaches by imports, require() and paths of files that can be told without running it. Found by
 * @vercel/nft with the settings of Vercel's own builder; Netlify's packager uses it too. Links that package managers
 * make are kept as links, as both platforms' tools keep them.
 * https://github.com/vercel/vercel/blob/main/packages/node/src/build.ts
 * @param how whether what is installed of optional dependencies goes along, as where a tool packs all of them
 */
export async function traceFiles(
  workload: WorkloadDescription,
  how: { readonly withOptional?: boolean } = {},
): Promise<TracedFiles> {
  const root = await realpath(workload.root)
  const made = new Map((workload.generated ?? []).map(({ path, text }) => [inside(root, path), text]))
  const top = parse(root).root
  const project = topmostProject(root)
  const ignore = passOver(top, project)
  const traced = await traceAllConditions([inside(root, workload.entry)], {
    base: top,
    processCwd: root,
    mixedModules: true,
    moduleSyncCatchall: true,
    ignore,
    readFile: async (path) => made.get(path) ?? (await readFile(path, 'utf8').catch(() => null)),
    stat: (path) => stat(made.has(path) ? MODULE_FILE : path).catch(() => null),
  })
  const reached = [...traced.fileList]
    .filter((path) => !isOfTheMachine(resolve(top, path), project, traced.reasons.get(path)?.type))
    .map((path) => resolve(top, path))
    .filter((path) => !made.has(path))
  const optional = await optionalPackages(reached)
  const added = how.withOptional ? optional.flatMap((one) => one.files) : []
  const files = [...new Set([...reached, ...added, ...(await traceSources(workload, root, ignore))])].sort()
  const taken = new Set(files)
  return {
    base: files.reduce((folder, path) => commonFolder(folder, dirname(path)), root),
    root,
    files,
    unseen: optional.filter((one) => !one.files.some((path) => taken.has(path))).map(({ name }) => name),
    missing: [...traced.warnings].flatMap(({ message }) => missingPackage(message)),
  }
}

/** The sources of a transpiled module, absolute: what they name beside themselves is told from their own text. */
async function traceSources(
  { generated = [] }: WorkloadDescription,
  root: string,
  isPassedOver: (path: string) => boolean,
): Promise<string[]> {
  const sources = generated.flatMap(({ path, text }) => (path.endsWith('.map') ? sourcesIn(path, text) : []))
  const own = sources.map((path) => inside(root, path)).filter((path) => existsSync(path))
  const [first] = own
  if (first === undefined) return []
  const { nodeFileTrace } = await import('@vercel/nft')
  const esbuild = await findEsbuild(first)
  const top = parse(root).root
  const { fileList } = await nodeFileTrace(own, {
    base: top,
    processCwd: root,
    ignore: (path) => path.split(sep).includes(MODULES_FOLDER) || isPassedOver(path),
    readFile: async (path) => {
      const text = await readFile(path, 'utf8').catch(() => null)
      if (text === null || !TRANSPILED.test(path)) return text
      const made = await esbuild.transform(text, { loader: loaderOf(path) }).catch(() => ({ code: '' }))
      return made.code
    },
  })
  return [...fileList].map((path) => resolve(top, path)).filter((path) => !TRANSPILED.test(path))
}

const TRANSPILED = /\.(?:[cm]?ts|[jt]sx)$/

/** @returns relative to the root, with forward slashes */
function sourcesIn(map: string, text: string): string[] {
  const { sources } = JSON.parse(text) as { sources: readonly string[] }
  return sources.map((path) => posix.join(posix.dirname(map), path))
}

/** Any file that is there: what is made has no place on disk, and is a file all the same. */
const MODULE_FILE = fileURLToPath(import.meta.url)

function inside(folder: string, path: string): string {
  return join(folder, ...path.split('/'))
}

/**
 * What is not even looked at, by its path or pattern below the top of the disk. A function that names /tmp or the home
 * folder would have all of it read, and what lies there uploaded; the platforms' tools see no further than the
 * repository. Beyond the project, folders are looked through where they are a package's, as those that links lead to;
 * a file without an ending is none that Node loads, though the tracer takes it for a module. What is neither file nor
 * folder, a pipe or a device, could be read for ever.
 */
function passOver(top: string, project: string): (path: string) => boolean {
  return (path) => {
    const [plain = ''] = path.split('*', 1)
    const at = resolve(top, plain)
    if (plain !== path) return !isOfProject(at, project) && packageFolderOf(at) === undefined
    if (isSpecial(at)) return true
    return extname(at) === '' && !isOfProject(at, project) && packageFolderOf(dirname(at)) === undefined
  }
}

function isSpecial(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found !== undefined && !found.isFile() && !found.isDirectory() && !found.isSymbolicLink()
}

function isOfProject(path: string, project: string): boolean {
  return `${path}${sep}`.startsWith(`${project}${sep}`) || path.split(sep).includes(MODULES_FOLDER)
}

/**
 * A file that is named outright, as /etc/hosts, is read where it is, and is no part of a package. The tracer takes one
 * without an ending for a module.
 */
function isOfTheMachine(path: string, project: string, why: readonly string[] = []): boolean {
  if (isOfProject(path, project)) return false
  return extname(path) === '' || !why.some((kind) => kind !== 'asset')
}

/** The topmost folder above a package that dependencies are installed in, else its own; never the home folder. */
function topmostProject(root: string): string {
  return foldersAbove(root).findLast((folder) => existsSync(join(folder, MODULES_FOLDER))) ?? root
}

/** The package of an import that was not found; a file of the user's own that is missing is Node's to complain about. */
function missingPackage(message: string): string[] {
  const specifier = /^Failed to resolve dependency "([^"]+)"/.exec(message)?.[1]
  if (specifier === undefined || /^[./#]|^[a-z]+:/i.test(specifier)) return []
  return [packageOf(specifier)]
}
