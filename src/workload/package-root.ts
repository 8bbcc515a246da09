import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { foldersAbove } from '../core/folders-above.ts'
import { reachFrom } from './reached-files.ts'

/**
 * The folder that makes a user's function: that of the nearest package.json, else the function's own; wider where
 * its relative imports reach out of it. A package.json in the home folder itself, or at the top of the disk, is
 * taken for an accident.
 */
export async function findPackageRoot(file: string): Promise<string> {
  const start = packageFolderOf(dirname(file)) ?? dirname(file)
  const reached = await reachFrom(file)
  return reached.reduce((folder, path) => commonFolder(folder, dirname(path)), start)
}

/** What the nearest package.json says of a folder's `.js` files: `module`, else CommonJS. */
export function moduleTypeOf(folder: string): string | undefined {
  const place = packageFolderOf(folder)
  if (place === undefined) return undefined
  try {
    return (JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { type?: string }).type
  } catch {
    return undefined
  }
}

/** The folder with the nearest package.json: this one, or one above it; the home folder's is none. */
export function packageFolderOf(folder: string): string | undefined {
  return foldersAbove(folder).find((at) => existsSync(join(at, 'package.json')))
}

/** The folder that holds both: the first of them, or one above it. */
export function commonFolder(one: string, other: string): string {
  const away = relative(one, other)
  if (!away.startsWith('..')) return one
  const ups = away.split(sep).filter((part) => part === '..').length
  return resolve(one, ...Array.from({ length: ups }, () => '..'))
}
