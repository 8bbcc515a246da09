import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { posixRelative } from '../core/posix-path.ts'
import { isLeftOut, MODULES_FOLDER } from './left-out.ts'
import { scanModule } from './scan-module.ts'

const ENDINGS = [
  '',
  '.js',
  '.cjs',
  '.mjs',
  '.json',
  '.ts',
  '.tsx',
  '.jsx',
  '/index.js',
  '/index.cjs',
  '/index.ts',
]
const SCANNED = /\.([cm]?[jt]s|[jt]sx)$/

/**
 * The files that a module reaches by relative imports, itself among them, as absolute paths. What does not exist
 * is left to Node to complain about.
 */
export async function reachFrom(file: string): Promise<readonly string[]> {
  const seen = new Set<string>()
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path) || !(await isFile(path)) || isLeftOut(basename(path))) return
    seen.add(path)
    if (!SCANNED.test(path)) return
    const { imports } = await scanModule(await readFile(path, 'utf8'))
    for (const specifier of imports.filter((one) => /^\.{1,2}(\/|$)/.test(one))) {
      const found = await resolveFile(resolve(dirname(path), specifier))
      if (found) await visit(found)
    }
  }
  await visit(file)
  return [...seen]
}

/** Those of them that are inside a folder and outside its dependencies, relative to it, with forward slashes. */
export async function reachedFiles(file: string, root: string): Promise<readonly string[]> {
  const paths = (await reachFrom(file)).map((path) => posixRelative(root, path))
  return paths.filter((path) => !path.startsWith('../') && !path.split('/').includes(MODULES_FOLDER))
}

async function resolveFile(target: string): Promise<string | undefined> {
  for (const ending of ENDINGS) {
    const path = join(target + ending)
    if (await isFile(path)) return path
  }
  return undefined
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
