import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'

/** The folders that hold a folder, the nearest first, up to the top of the disk. */
export function holdersOf(folder: string): string[] {
  const above = resolve(folder, '..')
  return above === folder ? [] : [above, ...holdersOf(above)]
}

/** A folder and those that it lies in, from the inside out; not the home folder itself, and not the top of the disk. */
export function foldersAbove(folder: string): readonly string[] {
  const folders: string[] = []
  for (let at = folder; at !== dirname(at) && at !== homedir(); at = dirname(at)) folders.push(at)
  return folders
}

/** A folder and those that it lies in, from the inside out, up to and with `last`; all of them where that is none of them. */
export function foldersUpTo(last: string, folder: string): readonly string[] {
  const folders = [folder, ...holdersOf(folder)]
  return folders.includes(last) ? folders.slice(0, folders.indexOf(last) + 1) : folders
}
