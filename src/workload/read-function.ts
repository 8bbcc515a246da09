import { readFile } from 'node:fs/promises'
import { dirname, parse } from 'node:path'
import { posixRelative } from '../core/posix-path.ts'
import type { Contract } from './contract.ts'
import { moduleTypeOf } from './package-root.ts'
import { transpile } from './transpile.ts'
import type { GeneratedFile } from './workload-description.ts'

/** A function's module as it will run. */
export interface FunctionModule {
  /** Relative to the root, with forward slashes. */
  readonly entry: string
  /** JavaScript. */
  readonly source: string
  /** What is added to the package for it. */
  readonly generated: readonly GeneratedFile[]
}

/**
 * Reads a function's file; TypeScript is transpiled, to the module system that the contract's own packager takes:
 * Netlify's ES modules unless it is written as CommonJS, the others what package.json says of the file.
 * @param file absolute path
 * @throws ColdstartError `transpiler-missing`, `not-transpiled`
 */
export async function readFunction(file: string, contract: Contract, root: string): Promise<FunctionModule> {
  const source = await readFile(file, 'utf8')
  const place = posixRelative(root, file)
  if (!/\.([cm]?ts|[tj]sx)$/.test(file)) return { entry: place, source, generated: [] }
  const format = contract === 'netlify' && MODULE_WORDS.test(source) ? 'esm' : formatOf(file, source)
  const { name, text, map } = await transpile(file, format, root)
  const folder = place.slice(0, place.length - parse(file).base.length)
  const entry = folder + name
  return {
    entry,
    source: text,
    generated: [
      { path: entry, text },
      { path: `${entry}.map`, text: map },
    ],
  }
}

/** A statement that only an ES module has; TypeScript's `import a = require()` and `export =` are CommonJS. */
const MODULE_WORDS = /^\s*(?:import\b(?!\s+\w+\s*=)|export\b(?!\s*=))/m

/** As tsc and Vercel decide it; what only an ES module can do makes it one. */
function formatOf(file: string, source: string): 'esm' | 'cjs' {
  if (file.endsWith('.mts')) return 'esm'
  if (file.endsWith('.cts')) return 'cjs'
  if (moduleTypeOf(dirname(file)) === 'module') return 'esm'
  return /\bimport\.meta\b|^(?:export\s+)?(?:(?:const|let|var)\s[^=]+=\s*)?await\s/m.test(source)
    ? 'esm'
    : 'cjs'
}
