import { randomBytes } from 'node:crypto'
import { open, readFile, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { dropPages } from './drop-pages.ts'
import { readProcessReads } from './process-reads.ts'

/**
 * Of what the system keeps in memory of the disk, what a cold start has to read again: the files of the package, or
 * those of the runtime as well.
 */
export const coldDisks = ['package', 'all'] as const
/** Which pages are dropped before a cold start: `--cold-disk`. */
export type ColdDiskChoice = (typeof coldDisks)[number]

/**
 * What is in force, in words.
 * @param library what of the runtime is dropped, see `describeLibrary`
 */
export function describeColdDisk(choice: ColdDiskChoice, library = ''): string {
  const what =
    choice === 'all' ? `the package and of the runtime${library && ` (${library})`}` : 'the package'
  return `pages of ${what} dropped before each cold start`
}

/** File systems that lie in memory, by the numbers of statfs(2): tmpfs and ramfs. */
const IN_MEMORY: ReadonlySet<number> = new Set([0x01021994, 0x858458f6])

/** Enough that nothing else which is read meanwhile could be taken for it. */
const TRIAL_BYTES = 1_048_576

/**
 * Finds out by trying that pages can be dropped in a folder: a file is written, dropped, and read from the disk.
 * @param folder of the engine, where packages are unpacked
 * @throws ColdstartError `no-cold-disk`
 */
export async function checkColdDisk(platform: string, folder: string): Promise<void> {
  if (platform !== 'linux') refuse(`this system (${platform}) has no way of dropping them without privileges`)
  await refuseInMemory(folder)
  const trial = join(folder, 'trial')
  try {
    await writeThrough(trial)
    const dropped = await dropPages([trial])
    if (dropped !== undefined) refuse(dropped)
    const before = await readProcessReads('self')
    await readFile(trial)
    const after = await readProcessReads('self')
    if (!before || !after) refuse('this system does not tell what a process reads (/proc/self/io)')
    if (after.diskBytes - before.diskBytes < TRIAL_BYTES)
      refuse(`a file of ${folder} was still in memory when its pages had been dropped`)
  } finally {
    await rm(trial, { force: true })
  }
}

/** @throws ColdstartError `no-cold-disk` where a file or folder lies in memory anyway */
export async function refuseInMemory(path: string): Promise<void> {
  if (IN_MEMORY.has((await statfs(path)).type)) refuse(`${path} lies in memory (tmpfs), not on a disk`)
}

async function writeThrough(path: string): Promise<void> {
  const file = await open(path, 'w')
  await file.writeFile(randomBytes(TRIAL_BYTES))
  await file.sync()
  await file.close()
}

function refuse(reason: string): never {
  throw new ColdstartError('no-cold-disk', { reason })
}
