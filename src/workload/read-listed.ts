import { join } from 'node:path'
import { ColdstartError, messageOf } from '../core/errors.ts'
import type { WorkloadDescription } from './workload-description.ts'

/**
 * Reads a folder or a file of a package.
 * @param path absolute, in `root`
 * @returns undefined where there is none, or none any more
 * @throws ColdstartError `unreadable-package` where this user may not
 */
export async function readInPackage<Read extends object | true>(
  root: string,
  path: string,
  read: (path: string) => Promise<Read>,
): Promise<Read | undefined> {
  try {
    return await read(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code !== 'EACCES' && code !== 'EPERM') throw cause
    throw new ColdstartError('unreadable-package', { path, root, reason: messageOf(cause) }, { cause })
  }
}

/**
 * Reads a file that a package's list has.
 * @param path as the list has it
 * @returns undefined for one that was only found in the folder, and is gone since
 * @throws ColdstartError `no-function` where the workload names it, and it is missing; `unreadable-package`
 */
export async function readListed<Read extends object | true>(
  { root, include, entry }: Pick<WorkloadDescription, 'root' | 'include' | 'entry'>,
  path: string,
  read: (path: string) => Promise<Read>,
): Promise<Read | undefined> {
  const place = join(root, path)
  const found = await readInPackage(root, place, read)
  if (found === undefined && (include !== undefined || path === entry))
    throw new ColdstartError('no-function', { path: place })
  return found
}
