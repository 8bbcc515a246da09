import { existsSync } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { MODULES_FOLDER } from '../workload/left-out.ts'

/**
 * The folders that links in folders of dependencies lead out of them to (`npm link`, `file:`, workspaces), each with
 * the dependencies that a module in it finds above it, and with what those link to in turn.
 * @param folders of dependencies (node_modules), absolute
 */
export async function linkedPackages(folders: readonly string[]): Promise<readonly string[]> {
  const seen = new Set<string>()
  const visit = async (modules: string): Promise<void> => {
    const place = await realpath(modules).catch(() => undefined)
    if (place === undefined || seen.has(place)) return
    seen.add(place)
    for (const target of await linksOf(place)) {
      if (target.startsWith(place + sep) || seen.has(target)) continue
      seen.add(target)
      for (const found of modulesAround(target)) await visit(found)
    }
  }
  for (const folder of folders) await visit(folder)
  return [...seen]
}

/** Where the links in a folder of dependencies lead; those of scopes too. */
async function linksOf(modules: string): Promise<readonly string[]> {
  const entries = await readdir(modules, { withFileTypes: true }).catch(() => [])
  const found = entries.map(async (entry): Promise<readonly string[]> => {
    const path = join(modules, entry.name)
    if (entry.isSymbolicLink())
      return realpath(path).then(
        (target) => [target],
        () => [],
      )
    return entry.isDirectory() && entry.name.startsWith('@') ? linksOf(path) : []
  })
  return (await Promise.all(found)).flat()
}

function modulesAround(folder: string): readonly string[] {
  const places: string[] = []
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const modules = join(at, MODULES_FOLDER)
    if (existsSync(modules)) places.push(modules)
  }
  return places
}
