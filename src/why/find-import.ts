import { type FoundImport, findImports } from '../workload/scan-module.ts'

/** A place in a text: the line from 1, the column from 0. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/**
 * Where a module asks for other ones: by specifier the first import, export … from, import() or require() with it. The
 * source is gone through once, since there are modules that ask for thousands.
 * @returns without those that do not stand in the source as they are
 */
export async function findPlaces(source: string): Promise<ReadonlyMap<string, TextPlace>> {
  const first = new Map<string, number>()
  for (const { specifier, from } of await findImports(source))
    if (!first.has(specifier)) first.set(specifier, from)
  const places = new Map<string, TextPlace>()
  let [line, lineFrom] = [1, 0]
  for (const [specifier, from] of [...first].sort((a, b) => a[1] - b[1])) {
    for (
      let end = source.indexOf('\n', lineFrom);
      end !== -1 && end < from;
      end = source.indexOf('\n', lineFrom)
    ) {
      lineFrom = end + 1
      line++
    }
    places.set(specifier, { line, column: from - lineFrom })
  }
  return places
}

/** All imports and exports from elsewhere, and calls of require(), in their order; no import(), which waits already. */
export async function findAllImports(source: string): Promise<FoundImport[]> {
  const found = (await findImports(source)).filter(({ by }) => by !== 'import()')
  return found.sort((a, b) => a.from - b.from)
}
