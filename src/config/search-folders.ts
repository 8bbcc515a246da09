import { lstat, realpath, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { foldersUpTo } from '../core/folders-above.ts'
import { isThere } from '../core/is-there.ts'

/** Where a search begins and ends. */
export interface SearchOptions {
  readonly cwd: string
  /** The search does not go above this folder. */
  readonly home: string
}

/**
 * Where a configuration may stand: the working directory and the folders above it, up to the first that holds
 * `.git`, else up to the nearest that holds a package.json. Without either, up to where other users can write.
 * Never the root of the file system, and nothing above the home directory.
 * @returns folders, innermost first
 */
export async function searchFolders({ cwd, home }: SearchOptions): Promise<string[]> {
  const folders = foldersUpTo(home, cwd).filter((folder) => folder !== parse(cwd).root)
  const end = (await firstWith('.git', folders)) ?? (await firstWith('package.json', folders))
  if (end !== undefined) return folders.slice(0, end + 1)
  const shared = await Promise.all(folders.map(isOpenToOthers))
  const firstShared = shared.indexOf(true, 1)
  return firstShared === -1 ? folders : folders.slice(0, firstShared)
}

async function firstWith(name: string, folders: readonly string[]): Promise<number | undefined> {
  for (const [index, folder] of folders.entries()) {
    if (await isThere(join(folder, name))) return index
  }
  return undefined
}

async function isOpenToOthers(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  return found === undefined || (found.mode & 0o002) !== 0 || !isOwn(found.uid)
}

/**
 * Whether the file and its folder are the user's own, and where it is a link, so is what it leads to: a file of code
 * runs with the rights of whoever reads it. Always true where the system has no owners in numbers (Windows).
 */
export async function isOwnFile(path: string): Promise<boolean> {
  const real = await realpath(path)
  const owned = await Promise.all([lstat(path), stat(dirname(path)), stat(real), stat(dirname(real))])
  return owned.every(({ uid }) => isOwn(uid))
}

function isOwn(ownerId: number): boolean {
  const userId = userInfo().uid
  return userId === -1 || ownerId === userId
}
