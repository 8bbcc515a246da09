import { existsSync } from 'node:fs'
import { isAbsolute, join, sep } from 'node:path'
import type { OnResolveArgs, OnResolveResult, Plugin } from 'esbuild'
import { foldersAbove } from '../core/folders-above.ts'
import { MODULES_FOLDER } from './left-out.ts'

const SEEN = { isSeen: true }

/**
 * Leaves packages where they lie, to be found as at home, but for those that Node could not run or find from there: a
 * package of the workspace that is TypeScript itself becomes part of the module, and so does what only that one has
 * installed.
 * @param folder where the outcome will lie, absolute
 */
export function keepPackages(folder: string): Plugin {
  return {
    name: 'coldstart-packages',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.kind === 'entry-point' || args.pluginData === SEEN || isAbsolute(args.path)) return undefined
        const { path, kind, importer, namespace, resolveDir } = args
        const found = await build.resolve(path, { kind, importer, namespace, resolveDir, pluginData: SEEN })
        return keepsOutside(args, found, folder) ? { path, external: true } : (found as OnResolveResult)
      })
    },
  }
}

/** What cannot be found is left to Node to complain about. */
function keepsOutside(
  { path }: OnResolveArgs,
  found: { readonly path: string; readonly external: boolean; readonly errors: readonly unknown[] },
  folder: string,
): boolean {
  if (found.external || found.errors.length > 0) return true
  const isInstalled = found.path.split(sep).includes(MODULES_FOLDER)
  const isFound = path.startsWith('#') ? isInstalled : hasPackage(folder, packageOf(path))
  return isFound && (isInstalled || !/\.[cm]?tsx?$/.test(found.path))
}

/** The name of the package that an import names: `@scope/name` of `@scope/name/part`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function hasPackage(folder: string, name: string): boolean {
  return [folder, ...foldersAbove(folder)].some((one) => existsSync(join(one, MODULES_FOLDER, name)))
}
