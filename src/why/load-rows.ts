import type { DuplicatePackage, LoadedModule, LoadPhases, LoadRow } from '../core/load-report.ts'
import { addPhases, scale, sumOf } from './load-phases.ts'

/** A module with what a row needs of its package. */
export interface RowModule extends LoadedModule {
  readonly kind: LoadRow['kind']
  readonly folder?: string
  readonly version?: string
  /** What runs in its place, where it is made of another file: `./handler.cjs`. */
  readonly made?: string
}

const LOADER_ROWS = { node: "Node's own loader", python: "Python's own import machinery" }

/**
 * One row a package in one place, one for each of the function's own modules, one for what Node brings, one for the
 * launcher; what takes longest by its own time comes first. Together with the loader's row their own times sum to the load.
 */
export function loadRows(
  modules: readonly RowModule[],
  loaderMs: number,
  language: keyof typeof LOADER_ROWS = 'node',
): LoadRow[] {
  const children = childrenOf(modules)
  const groups = new Map<string, number[]>()
  for (const [index, module] of modules.entries()) {
    const key = keyOf(module)
    const known = groups.get(key)
    if (known) known.push(index)
    else groups.set(key, [index])
  }
  const names = countNames(groups, modules)
  const rows = [...groups.values()].map((members) => rowOf(members, modules, children, names))
  const loader: LoadRow = {
    name: LOADER_ROWS[language],
    kind: 'loader',
    selfMs: loaderMs,
    totalMs: loaderMs,
    files: 0,
    bytes: 0,
    phases: { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 },
  }
  return [...rows, ...(loaderMs > 0 ? [loader] : [])].sort((a, b) => b.selfMs - a.selfMs)
}

/** Packages that are loaded from more than one place, what takes longest first. */
export function findDuplicates(rows: readonly LoadRow[]): DuplicatePackage[] {
  const packages = rows.filter(({ kind, folder }) => kind === 'package' && folder !== undefined)
  const names = [...new Set(packages.map(({ name }) => name))]
  return names
    .map((name) => ({
      name,
      copies: packages
        .filter((row) => row.name === name)
        .map(({ version, folder = '', selfMs }) => ({ ...(version && { version }), folder, selfMs })),
    }))
    .filter(({ copies }) => copies.length > 1)
    .sort((a, b) => costOf(b) - costOf(a))
}

function costOf({ copies }: DuplicatePackage): number {
  return copies.reduce((sum, { selfMs }) => sum + selfMs, 0)
}

function keyOf({ kind, name, package: of, folder = '' }: RowModule): string {
  return kind === 'own' ? `own ${name}` : `${kind} ${of} ${folder}`
}

/** In how many places a package is installed that is loaded. */
function countNames(
  groups: ReadonlyMap<string, readonly number[]>,
  modules: readonly RowModule[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [first = 0] of groups.values()) {
    const { package: of = '' } = modules[first] ?? {}
    counts.set(of, (counts.get(of) ?? 0) + 1)
  }
  return counts
}

function rowOf(
  members: readonly number[],
  modules: readonly RowModule[],
  children: readonly (readonly number[])[],
  names: ReadonlyMap<string, number>,
): LoadRow {
  const own = members.flatMap((at) => modules[at] ?? [])
  const [first] = own as [RowModule, ...RowModule[]]
  const isIn = new Set(members)
  const entrance = own.find(
    ({ parent, importedBy }) => importedBy && (parent === undefined || !isIn.has(parent)),
  )
  const phases = own.reduce<LoadPhases>((sum, one) => addPhases(sum, one.phases), scale(first.phases, 0))
  const below = descendants(members, children)
  return {
    name: first.kind === 'own' ? first.name : first.package,
    kind: first.kind,
    ...(first.version && { version: first.version }),
    ...(first.folder && (names.get(first.package) ?? 0) > 1 && { folder: first.folder }),
    ...(first.kind !== 'builtin' && entrance?.importedBy && { importedBy: entrance.importedBy }),
    selfMs: sumOf(phases),
    totalMs: below.reduce((sum, at) => sum + (modules[at]?.selfMs ?? 0), 0),
    files: first.kind === 'builtin' ? 0 : new Set(own.map(({ name }) => name)).size,
    bytes: own.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    phases,
    ...bundleOf(own),
  }
}

function bundleOf(own: readonly RowModule[]): Pick<LoadRow, 'bundle'> {
  const [bundle, ...others] = new Set(own.map((one) => one.bundle))
  return bundle !== undefined && others.length === 0 ? { bundle } : {}
}

/** By index: the modules that a module was the first to import. */
export function childrenOf(modules: readonly Pick<LoadedModule, 'parent'>[]): number[][] {
  const children: number[][] = modules.map(() => [])
  for (const [index, { parent }] of modules.entries()) if (parent !== undefined) children[parent]?.push(index)
  return children
}

/** Those modules and all below them, each once. */
export function descendants(from: readonly number[], children: readonly (readonly number[])[]): number[] {
  const seen = new Set<number>()
  const left = [...from]
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    left.push(...(children[at] ?? []))
  }
  return [...seen]
}
