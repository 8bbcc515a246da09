import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package. */
export const root = fileURLToPath(new URL('../..', import.meta.url))
export const source = join(root, 'src')
export const dist = join(root, 'dist')
/** Unbundled modules for tests and benchmarks; not published. */
export const modules = join(dist, 'modules')

/** Files below a folder, relative to it, with forward slashes. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
}
