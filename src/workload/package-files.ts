import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import pLimit from 'p-limit'
import { seededRandom } from '../core/random.ts'
import { listPackage } from './list-package.ts'
import { readListed } from './read-listed.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** A path inside a package (forward slashes) and what is in it. */
export interface PackageFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** As Unix writes it, where it is not that of a plain file: EXECUTABLE, or LINK, whose bytes are its target. */
  readonly mode?: number
}

/** The mode of a file that can be executed. */
export const EXECUTABLE = 0o100755
/** The mode of a symbolic link, whose bytes are its target. */
export const LINK = 0o120777

/**
 * Reads a workload's package, sorted by path.
 * @throws ColdstartError `no-function` when a file that it names is missing, `unreadable-package`
 */
export async function readPackage(workload: WorkloadDescription): Promise<readonly PackageFile[]> {
  const code = await readAll(workload, (await listPackage(workload)).files)
  return [...code, ...generatedFiles(workload)].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What belongs to a package and lies in no folder of the user's: transpiled modules, an adapter, padding. */
export function generatedFiles({ generated = [], paddingKb }: WorkloadDescription): readonly PackageFile[] {
  const made = generated.map(({ path, text, encoding }) => ({ path, bytes: Buffer.from(text, encoding) }))
  return paddingKb ? [...made, paddingFile(paddingKb)] : made
}

/** A system lets a process have so many files open, often 1024; a large package has more. */
export const OPEN_AT_ONCE = 64

async function readAll(
  workload: WorkloadDescription,
  paths: readonly string[],
): Promise<readonly PackageFile[]> {
  const limit = pLimit(OPEN_AT_ONCE)
  const read = async (path: string): Promise<PackageFile[]> => {
    const found = await readListed(workload, path, readWithMode)
    return found ? [{ path, ...found }] : []
  }
  return (await Promise.all(paths.map((path) => limit(read, path)))).flat()
}

/**
 * Reads a file and whether its owner may run it, which the packagers of every platform keep: a program that a function
 * starts would not start without it.
 * @param path absolute; links are followed
 */
export async function readWithMode(path: string): Promise<Omit<PackageFile, 'path'>> {
  const [bytes, { mode }] = await Promise.all([readFile(path), stat(path)])
  return { bytes, ...((mode & 0o100) !== 0 && { mode: EXECUTABLE }) }
}

/** One hash for a whole package: the same files under the same names give the same one. */
function hashFiles(files: readonly PackageFile[]): string {
  const hash = createHash('sha256')
  for (const { path, bytes, mode } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1)))
    hash.update(`${path}\n${bytes.length}\n${mode === undefined ? '' : `${mode}\n`}`).update(bytes)
  return hash.digest('hex')
}

/** The hash of a function: its package and its entry, so that two functions of one folder have two, and each has one on every platform. */
export function hashFunction(files: readonly PackageFile[], entry: string): string {
  return createHash('sha256')
    .update(`${hashFiles(files)}\n${entry}`)
    .digest('hex')
}

/** Bytes that no compression shortens, the same ones every time. */
function paddingFile(kb: number): PackageFile {
  const length = kb * 1024
  const random = seededRandom(length)
  return { path: 'padding.bin', bytes: Uint8Array.from({ length }, () => Math.floor(random() * 256)) }
}
