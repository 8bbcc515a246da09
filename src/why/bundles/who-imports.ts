import { dirname, join } from 'node:path/posix'
import { findAllImports } from '../find-import.ts'
import type { Bundle, BundledModule } from './bundle.ts'
import { lineStarts } from './text-runs.ts'

/** The module of the same bundle that asks for one first, and the line from 1. */
export interface BundledImport {
  readonly importer: number
  readonly line: number
}

/** What an import may leave out, or say in another way. */
const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json']
const FOLDERS = ENDINGS.slice(1).map((ending) => `/index${ending}`)

/**
 * Who imports whom inside a bundle, by the sources that its map holds, in the order in which Node would have met them.
 * A package's name leads to those of its modules that no other of its own imports.
 * @returns by index of the bundle's modules; modules whose importer is not known are not in it
 */
export async function whoImports({ modules }: Pick<Bundle, 'modules'>): Promise<Map<number, BundledImport>> {
  const edges = await Promise.all(modules.map((module) => importsOf(module, modules)))
  const imported = new Set(edges.flatMap((all) => all.map(({ to }) => to)))
  const found = new Map<number, BundledImport>()
  const seen = new Set<number>()
  const visit = (index: number): void => {
    seen.add(index)
    for (const { to, line } of edges[index] ?? []) {
      if (seen.has(to)) continue
      found.set(to, { importer: index, line })
      visit(to)
    }
  }
  const isOwn = (index: number) => modules[index]?.kind === 'own'
  const all = modules.map((_, index) => index)
  // The entry is imported by nobody; bundlers put it last.
  const first = all.filter((index) => !imported.has(index)).reverse()
  for (const index of [...first.filter(isOwn), ...first]) if (!seen.has(index)) visit(index)
  return found
}

async function importsOf(
  { content, file, package: own }: BundledModule,
  modules: readonly BundledModule[],
): Promise<{ to: number; line: number }[]> {
  if (content === undefined || file === undefined) return []
  const lines = lineStarts(content)
  const found = await findAllImports(content)
  return found.flatMap(({ specifier, from }) => {
    const line = lines.filter((start) => start <= from).length
    return targetsOf(specifier, file, own, modules).map((to) => ({ to, line }))
  })
}

function targetsOf(
  specifier: string,
  file: string,
  own: string | undefined,
  modules: readonly BundledModule[],
): number[] {
  if (specifier.startsWith('.')) {
    const path = join(dirname(file), specifier)
    const wanted = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), path.replace(/\.jsx?$/, '.tsx')]
    const names = wanted.flatMap((one) => [...ENDINGS, ...FOLDERS].map((ending) => one + ending))
    const at = names
      .map((name) => modules.findIndex((module) => module.file === name))
      .find((one) => one >= 0)
    return at === undefined ? [] : [at]
  }
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
  if (name === undefined || name === own) return []
  const folders = [
    ...new Set(modules.flatMap((one) => (one.package === name && one.folder ? [one.folder] : []))),
  ]
  // As Node looks: the nearest node_modules upwards.
  const nearest = folders
    .filter((folder) => file.startsWith(folder.slice(0, folder.lastIndexOf('node_modules/'))))
    .sort((a, b) => b.length - a.length)[0]
  const folder = nearest ?? folders[0]
  return modules.flatMap((one, index) => (one.folder !== undefined && one.folder === folder ? [index] : []))
}
