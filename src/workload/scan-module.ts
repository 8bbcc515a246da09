import { init as initCommonJs, parse as parseCommonJs } from 'cjs-module-lexer'
import { init as initEsm, parse as parseEsm } from 'es-module-lexer'

/** What a module asks for and what it offers, as far as that can be told without running it. */
export interface ScannedModule {
  /** Specifiers of import, export … from, import() and require(), in the order they are written. */
  readonly imports: readonly string[]
  /** Exported names that can be seen, `default` among them; none of what `export *` passes on. */
  readonly exports: readonly string[]
  /** True for a module with import or export statements of its own. */
  readonly isEsm: boolean
}

/** Where a module asks for another one, and how; its place is that of the specifier, without its quotes. */
export interface FoundImport {
  readonly specifier: string
  readonly from: number
  readonly to: number
  readonly by: 'statement' | 'import()' | 'require' | 'require.resolve'
}

const CALL = /\b(require|import)(\.resolve)?\s*\(\s*(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n$]+)`)\s*\)/g

/**
 * Every place where a module asks for another one by a text: those that its lexer sees in the order they are written,
 * then calls with a specifier as it is, among which comments are not told from code.
 */
export async function findImports(source: string): Promise<readonly FoundImport[]> {
  await initEsm
  return [...lexed(attempt(() => parseEsm(source))), ...calls(source)]
}

function lexed(esm: ReturnType<typeof parseEsm> | undefined): FoundImport[] {
  return (esm?.[0] ?? []).flatMap(({ n, s, e, d }): FoundImport[] => {
    if (n === undefined) return []
    // Of an import() the lexer has what stands between the brackets, with its quotes.
    return d === -1
      ? [{ specifier: n, from: s, to: e, by: 'statement' }]
      : [{ specifier: n, from: s + 1, to: e - 1, by: 'import()' }]
  })
}

function calls(source: string): FoundImport[] {
  return [...source.matchAll(CALL)].map((found) => {
    const [, word, resolve = ''] = found
    const specifier = found[3] ?? found[4] ?? found[5] ?? ''
    const from = found.index + found[0].lastIndexOf(specifier)
    const by = word === 'import' ? 'import()' : resolve === '' ? 'require' : 'require.resolve'
    return { specifier, from, to: from + specifier.length, by }
  })
}

/**
 * Reads imports and exports with the lexers that Node and the bundlers use. A source that they cannot read (a
 * syntax error, another language) has those of its require() calls only: whoever runs it gets the error.
 */
export async function scanModule(source: string): Promise<ScannedModule> {
  await Promise.all([initEsm, initCommonJs()])
  const esm = attempt(() => parseEsm(source))
  // What stands between backticks may be half of a name.
  const required = calls(source).filter(({ by, from }) => by === 'require' && source[from - 1] !== '`')
  const imports = [...lexed(esm), ...required].map(({ specifier }) => specifier)
  if (esm?.[3]) return { imports, exports: esm[1].map(({ n }) => n), isEsm: true }
  const exports = namesKept(source, attempt(() => parseCommonJs(source))?.exports ?? [])
  return { imports, exports, isEsm: false }
}

/** `"object" == typeof exports && "object" == typeof module ? module.exports = make() : …`, at the beginning. */
const IS_UMD = /typeof exports\b[^;]{0,99}typeof module\b[^;]{0,99}\bmodule\.exports\s*=/

/** What UMD would put on `exports` elsewhere is not what it exports here. */
function namesKept(source: string, exports: readonly string[]): readonly string[] {
  return IS_UMD.test(source.slice(0, 1000)) ? [] : exports
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
