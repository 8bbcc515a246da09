import type { GeneratedFile } from '../workload-description.ts'

/** What a module of a Worker is given as: code, its text, its bytes, or a WebAssembly.Module. */
export type ModuleKind = 'code' | 'text' | 'bytes' | 'wasm'

/** By which endings of a name each kind is known, here as in wrangler. */
const ENDINGS: readonly (readonly [ending: RegExp, kind: ModuleKind])[] = [
  [/\.m?js$/, 'code'],
  [/\.(?:txt|html|sql)$/, 'text'],
  [/\.bin$/, 'bytes'],
  [/\.wasm$/, 'wasm'],
]

/** How a Worker runs a file of its package; undefined for what is no module of it. */
export function moduleKindOf(path: string): ModuleKind | undefined {
  return ENDINGS.find(([ending]) => ending.test(path))?.[1]
}

/** A main module that is put around a Worker's own. */
export interface MainAround {
  /** The Worker's own main module, relative to the package's root. */
  readonly entry: string
  /** Its name, and that of the module which exports what the default export is given to; both beside the root. */
  readonly main: string
  readonly module: string
  readonly wrap: string
}

/** The module that stands before a Worker's own: all of its exports, the default one as `wrap` gives it back. */
export function mainAround({ entry, main, module, wrap }: MainAround): GeneratedFile {
  const path = JSON.stringify(`./${entry}`)
  const lines = [
    `export * from ${path}`,
    `import * as user from ${path}`,
    `import { ${wrap} } from './${module}'`,
    `export default ${wrap}(user.default)`,
  ]
  return { path: main, text: `${lines.join('\n')}\n` }
}
