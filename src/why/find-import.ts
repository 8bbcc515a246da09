import { init, parse } from 'es-module-lexer'

/** A place in a text: the line from 1, the column from 0. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** What a module asks for as it is loaded: the specifier, and where it stands in the source, without its quotes. */
export interface FoundImport {
  readonly specifier: string
  readonly from: number
  readonly to: number
}

/**
 * Where a module asks for another one: the first import, export … from, import() or require() with that specifier.
 * @returns undefined where the specifier does not stand in the source as it is
 */
export async function findImport(source: string, specifier: string): Promise<TextPlace | undefined> {
  await init
  const inEsm = parsed(source)?.find(({ n }) => n === specifier)
  const at = inEsm?.s ?? calls(source).find((one) => one.specifier === specifier)?.from
  if (at === undefined) return undefined
  const before = source.slice(0, at).split('\n')
  return { line: before.length, column: before.at(-1)?.length ?? 0 }
}

/** All imports and exports from elsewhere, and calls of require(), in their order; no import(), which waits already. */
export async function findAllImports(source: string): Promise<FoundImport[]> {
  await init
  const inEsm = (parsed(source) ?? []).flatMap(({ n, s, e, d }) =>
    n === undefined || d !== -1 ? [] : [{ specifier: n, from: s, to: e }],
  )
  const all = [...inEsm, ...calls(source).filter(({ isRequire }) => isRequire)]
  return all.sort((a, b) => a.from - b.from)
}

function parsed(source: string) {
  try {
    return parse(source)[0]
  } catch {
    return undefined
  }
}

const CALL = /\b(require|import)(?:\.resolve)?\s*\(\s*(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n$]+)`)\s*\)/g

/** Calls with a specifier as it is; comments are not told from code. */
function calls(source: string): (FoundImport & { readonly isRequire: boolean })[] {
  return [...source.matchAll(CALL)].map((found) => {
    const specifier = found[2] ?? found[3] ?? found[4] ?? ''
    const from = found.index + found[0].lastIndexOf(specifier)
    return { specifier, from, to: from + specifier.length, isRequire: found[1] === 'require' }
  })
}
