import { homedir } from 'node:os'
import { dirname } from 'node:path'

/** A folder and those that it lies in, from the inside out; not the home folder itself, and not the top of the disk. */
export function foldersAbove(folder: string): readonly string[] {
  const folders: string[] = []
  for (let at = folder; at !== dirname(at) && at !== homedir(); at = dirname(at)) folders.push(at)
  return folders
}
