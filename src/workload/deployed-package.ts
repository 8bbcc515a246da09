import { lstat, readlink } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import pLimit from 'p-limit'
import { posixPath, posixRelative } from '../core/posix-path.ts'
import { readIncludedFiles } from './included-files.ts'
import { keepLinks, linkTo } from './keep-links.ts'
import { isLeftOut, MODULES_FOLDER, RESULTS_FOLDER } from './left-out.ts'
import { listPackage } from './list-package.ts'
import {
  EXECUTABLE,
  generatedFiles,
  hashFunction,
  OPEN_AT_ONCE,
  type PackageFile,
  readWithMode,
} from './package-files.ts'
import { sampleFolder } from './sample.ts'
import { traceFiles } from './trace-files.ts'
import type { Workload } from './workload.ts'

/**
 * What of its own folder goes with a function: all of it, as AWS SAM and gcloud upload it, or what it reaches and the
 * project's file names, as the packagers of Vercel and Netlify take it.
 */
export type TakenFiles = 'folder' | 'reached'

/** Of files that are left out. */
const MOST_NAMED = 3

/** A function as every cloud gets it: its package, with what it reaches of its dependencies. */
export interface DeployedPackage {
  /** Sorted by path. */
  readonly files: readonly PackageFile[]
  /** Where the package's root lies in it: `''`, or `packages/api/` where dependencies are installed above the root. */
  readonly root: string
  /** The module that is called, by its path in here. */
  readonly entry: string
  /** Of all that is in it, and of what is called. */
  readonly sha256: string
  /** What is imported and not installed, by name. */
  readonly missing: readonly string[]
  /** What was there and is no part of it, in words. */
  readonly leftOut: readonly string[]
  /** Files that are reached by links and lie in it as copies, since what the links lead to does not go along. */
  readonly copied?: readonly string[]
}

/**
 * Puts together what is uploaded: the package as it runs here, and of what is installed the files that it reaches.
 * Nothing called `.env…` or `.npmrc` is in it, whoever asks for it.
 * @throws ColdstartError `no-function` when a file is missing
 */
export async function makeDeployedPackage(
  workload: Workload,
  takes: TakenFiles = 'folder',
): Promise<DeployedPackage> {
  const all = await workload.files()
  if (workload.root === sampleFolder)
    return finish(workload, all, { root: '', entry: workload.entry, missing: [], leftOut: [] })
  if (workload.language) {
    const mode = workload.language === 'provided' ? { mode: EXECUTABLE } : {}
    const placed = all.map((file) => (file.path === workload.entry ? { ...file, ...mode } : file))
    const { leftOut } = await listPackage(workload)
    return finish(workload, placed, { root: '', entry: workload.entry, missing: [], leftOut })
  }
  return traceDeployed(workload, all, takes)
}

async function traceDeployed(
  workload: Workload,
  all: readonly PackageFile[],
  takes: TakenFiles,
): Promise<DeployedPackage> {
  const { base, root, files, missing, unseen } = await traceFiles(workload, {
    withOptional: takes === 'folder',
  })
  const own = takes === 'folder' || workload.include ? all : await takeReached(workload, all, root, files)
  const kept = new Set(own.map(({ path }) => path))
  const unreached = all.flatMap(({ path }) => (kept.has(path) ? [] : [path]))
  const dropped = new Set(unreached.map((path) => join(root, ...path.split('/'))))
  const wanted = files.filter((path) => !dropped.has(path))
  const place = prefixOf(relative(base, root))
  const linked =
    takes === 'folder' ? { files: own, copied: [] } : await keepLinks(own, root, workload, wanted)
  const placed = linked.files.map((file) => ({ ...file, path: place + file.path }))
  const reached = await readReached(wanted, base, placed)
  const { leftOut, modules } = await listPackage(workload)
  return finish(workload, [...placed, ...reached.files], {
    root: place,
    entry: place + workload.entry,
    missing,
    ...(linked.copied.length > 0 && { copied: linked.copied }),
    leftOut: [
      ...new Set([...leftOut, ...reached.leftOut]),
      ...(modules.length > 0 ? ['what no import reaches of node_modules'] : []),
      ...(unreached.length > 0 ? [unreachedWords(unreached)] : []),
      ...unseen.map((name) => `${name}, which no import is seen to reach`),
    ],
  })
}

/** A program that is started by name alone may be among them, so that some are named. */
function unreachedWords(paths: readonly string[]): string {
  const named = paths.slice(0, MOST_NAMED).join(', ')
  const more = paths.length > MOST_NAMED ? ', …' : ''
  return `${paths.length} ${paths.length === 1 ? 'file' : 'files'} that it does not reach (${named}${more})`
}

/** What the function reaches of its own folder, and what the project's file says; package.json says what modules are. */
async function takeReached(
  workload: Workload,
  all: readonly PackageFile[],
  root: string,
  traced: readonly string[],
): Promise<readonly PackageFile[]> {
  const takes = await readIncludedFiles(workload)
  const reached = new Set(traced.map((path) => posixRelative(root, path)))
  const made = new Set(generatedFiles(workload).map(({ path }) => path))
  return all.filter(
    ({ path }) =>
      path === workload.entry || made.has(path) || path === 'package.json' || takes(path, reached.has(path)),
  )
}

function finish(
  workload: Workload,
  files: readonly PackageFile[],
  rest: Omit<DeployedPackage, 'files' | 'sha256'>,
): DeployedPackage {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  return { files: sorted, sha256: hashFunction(sorted, workload.entry), ...rest }
}

/** Reads what was reached and is not in the package yet; a link to what the package holds as a copy is not needed. */
async function readReached(paths: readonly string[], base: string, own: readonly PackageFile[]) {
  const taken = new Set(own.flatMap(({ path }) => [path, ...foldersOf(path)]))
  const named = paths.map((path) => ({ path, name: posixRelative(base, path) }))
  const limit = pLimit(OPEN_AT_ONCE)
  const isKept = ({ name }: { readonly name: string }) => !isRefused(name)
  const wanted = named.filter(isKept).filter(({ name }) => !taken.has(name))
  return {
    files: await Promise.all(wanted.map(({ path, name }) => limit(readOne, path, name))),
    leftOut: named.filter((one) => !isKept(one)).map(({ name }) => name),
  }
}

/** By any part of its path. What package managers keep at the top of a store, as `.pnpm`, is no secret. */
function isRefused(name: string): boolean {
  const parts = name.split('/')
  return parts.some(isLeftOut) || (parts[0] === RESULTS_FOLDER && !parts.includes(MODULES_FOLDER))
}

function foldersOf(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

async function readOne(path: string, name: string): Promise<PackageFile> {
  const found = await lstat(path)
  if (!found.isSymbolicLink()) return { path: name, ...(await readWithMode(path)) }
  const folder = dirname(path)
  return linkTo(name, folder, resolve(folder, await readlink(path)))
}

function prefixOf(path: string): string {
  return path === '' ? '' : `${posixPath(path)}/`
}
