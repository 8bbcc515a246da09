import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** Relative specifiers of import, export … from, import() and require(). */
const RELATIVE = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"](\.{1,2}\/[^'"]+)['"]/g

/**
 * The folder that makes a user's function: its own, or the nearest one that also holds every file it imports by a
 * relative path.
 */
export function findPackageFolder(file: string): string {
  const seen = new Set<string>()
  let folder = dirname(file)
  const visit = (path: string) => {
    if (seen.has(path) || !existsSync(path)) return
    seen.add(path)
    folder = commonFolder(folder, dirname(path))
    if (/\.[cm]?js$/.test(path)) for (const next of relativeImports(path)) visit(next)
  }
  visit(file)
  return folder
}

function relativeImports(path: string): string[] {
  const found = [...readFileSync(path, 'utf8').matchAll(RELATIVE)]
  return found.flatMap(([, specifier]) => {
    const target = resolve(dirname(path), specifier ?? '')
    return [target, `${target}.js`, `${target}.cjs`, `${target}.json`, join(target, 'index.js')].filter(
      isLoadable,
    )
  })
}

function isLoadable(path: string): boolean {
  return /\.[cm]?js(on)?$/.test(path)
}

function commonFolder(one: string, other: string): string {
  const away = relative(one, other)
  if (!away.startsWith('..')) return one
  const ups = away.split(sep).filter((part) => part === '..').length
  return resolve(one, ...Array.from({ length: ups }, () => '..'))
}

/** The package.json that decides whether `.js` in that folder is ESM; undefined if there is none. */
export function nearestPackageJson(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'package.json')
    if (existsSync(path)) return path
    if (at === dirname(at)) return undefined
  }
}
