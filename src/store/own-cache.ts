import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeOwnFolder } from '../core/own-folder.ts'

/** The path of a cache in `.coldstart` of a working directory. */
export function cachePath(cwd: string, name: string): string {
  return join(cwd, '.coldstart', name)
}

/** Writes a cache, whole or not at all; where nothing can be written there is none, and nobody is told. */
export function writeCache(cwd: string, name: string, text: string): void {
  const path = cachePath(cwd, name)
  const temporary = `${path}.${Math.random().toString(36).slice(2)}.tmp`
  try {
    makeOwnFolder(cwd)
  } catch {
    return
  }
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch {
    rmSync(temporary, { force: true })
  }
}
