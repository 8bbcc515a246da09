import type { GeneratedFile } from '../workload-description.ts'

/** How a Worker runs a file of its package: as code, or as bytes; undefined for what is no module of it. */
export function moduleKindOf(path: string): 'code' | 'bytes' | undefined {
  if (/\.m?js$/.test(path)) return 'code'
  return path.endsWith('.bin') ? 'bytes' : undefined
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
