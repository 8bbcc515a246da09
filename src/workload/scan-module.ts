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

const REQUIRE = /\brequire\s*\(\s*(['"])((?:(?!\1).)+)\1\s*\)/g

/**
 * Reads imports and exports with the lexers that Node and the bundlers use. A source that they cannot read (a
 * syntax error, another language) has those of its require() calls only: whoever runs it gets the error.
 */
export async function scanModule(source: string): Promise<ScannedModule> {
  await Promise.all([initEsm, initCommonJs()])
  const required = [...source.matchAll(REQUIRE)].map(([, , specifier = '']) => specifier)
  const esm = attempt(() => parseEsm(source))
  const imports = (esm?.[0] ?? []).flatMap(({ n }) => (n === undefined ? [] : [n]))
  if (esm?.[3]) return { imports: [...imports, ...required], exports: esm[1].map(({ n }) => n), isEsm: true }
  const exports = namesKept(source, attempt(() => parseCommonJs(source))?.exports ?? [])
  return { imports: [...imports, ...required], exports, isEsm: false }
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
