import { init, parse } from 'es-module-lexer'

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
  await init
  const at = inEsModule(source, specifier) ?? inCalls(source, specifier)
  if (at === undefined) return undefined
  const before = source.slice(0, at).split('\n')
  return { line: before.length, column: before.at(-1)?.length ?? 0 }
}

function inEsModule(source: string, specifier: string): number | undefined {
  try {
    return parse(source)[0].find(({ n }) => n === specifier)?.s
  } catch {
    return undefined
  }
}

function inCalls(source: string, specifier: string): number | undefined {
  for (const quote of ["'", '"', '`']) {
    const asked = `${quote}${specifier}${quote}`
    for (let at = source.indexOf(asked); at !== -1; at = source.indexOf(asked, at + 1))
      if (/(?:require|import)(?:\.resolve)?\s*\(\s*$/.test(source.slice(Math.max(0, at - 40), at))) return at
  }
  return undefined
}
