import { type FoundImport, findImports } from '../workload/scan-module.ts'

/** A place in a text: the line from 1, the column from 0. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/**
 * Where a module asks for another one: the first import, export … from, import() or require() with that specifier.
 * @returns undefined where the specifier does not stand in the source as it is
 */
export async function findImport(source: string, specifier: string): Promise<TextPlace | undefined> {
  const at = (await findImports(source)).find((one) => one.specifier === specifier)?.from
  if (at === undefined) return undefined
  const before = source.slice(0, at).split('\n')
  return { line: before.length, column: before.at(-1)?.length ?? 0 }
}

/** All imports and exports from elsewhere, and calls of require(), in their order; no import(), which waits already. */
export async function findAllImports(source: string): Promise<FoundImport[]> {
  const found = (await findImports(source)).filter(({ by }) => by !== 'import()')
  return found.sort((a, b) => a.from - b.from)
}
