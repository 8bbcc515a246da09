// The folder that a preloaded program was put into, by which it and src/why talk.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A child of the function is not the function: it gets the NODE_OPTIONS that the function was given. */
export function restoreNodeOptions(folder: string): void {
  const given = join(folder, 'node-options')
  if (existsSync(given)) process.env.NODE_OPTIONS = readFileSync(given, 'utf8')
  else delete process.env.NODE_OPTIONS
}

/** Writes what this process has found, in one step: whoever reads it finds all or nothing. */
export function leave(folder: string, kind: 'trace' | 'profile', found: object): void {
  const path = join(folder, `${kind}-${process.pid}.json`)
  writeFileSync(`${path}.part`, JSON.stringify(found))
  renameSync(`${path}.part`, path)
}
