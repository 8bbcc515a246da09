import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { chooseRuntime, type Runtime } from './choose-runtime.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { writeGooglePackage } from './google-package.ts'
import { writeNetlifyPackage } from './netlify-package.ts'
import { nearestPackageJson } from './own-package.ts'
import { writeVercelPackage } from './vercel-package.ts'

/** A function's package on disk, ready to be put into execution environments. */
export interface PreparedPackage {
  readonly folder: string
  /** Lambda's handler string within it. */
  readonly handler: string
  readonly runtime: Runtime
}

/**
 * Copies a function's files into `folder` and adds what its vendor adds when it deploys: Netlify's bootstrap,
 * Vercel's launcher.
 * @throws ColdstartError `no-function` when a file is missing
 */
export async function preparePackage(
  options: FunctionOptions,
  engine: EngineOptions,
  folder: string,
): Promise<PreparedPackage> {
  const runtime = chooseRuntime(options, engine)
  await copySource(options, folder)
  if (!options.include) await addSurroundings(options.source, folder)
  return { folder, runtime, handler: await writeEntry(options, engine, folder) }
}

/** What no deployment carries; dependencies are linked instead. */
const LEFT_OUT = /^(node_modules|\.git|\.coldstart|\.next|\.vercel|\.netlify)$/

async function copySource(options: FunctionOptions, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const names = options.include ?? ['.']
  for (const name of names) {
    const from = join(options.source, name)
    const filter = (path: string) => !LEFT_OUT.test(basename(path))
    await cp(from, join(folder, name), { recursive: true, dereference: true, filter }).catch((cause) => {
      throw new ColdstartError('no-function', { path: from }, { cause })
    })
  }
}

/**
 * What a user's own function finds above its folder: the package.json that decides its module type, and its
 * dependencies, which stay where they are installed (Node resolves the link to their real place).
 */
async function addSurroundings(source: string, folder: string): Promise<void> {
  const manifest = nearestPackageJson(source)
  if (manifest && !existsSync(join(folder, 'package.json')))
    await copyFile(manifest, join(folder, 'package.json'))
  const installed = createRequire(join(source, 'noop.js')).resolve.paths('anything') ?? []
  const nearest = installed.find((path) => existsSync(path))
  if (nearest) await symlink(nearest, join(folder, 'node_modules'), 'junction')
}

async function writeEntry(options: FunctionOptions, engine: EngineOptions, folder: string): Promise<string> {
  if (options.contract === 'google') return writeGooglePackage(options, folder, engine.resolveFrom)
  if (options.contract === 'vercel') return writeVercelPackage(options, folder)
  if (options.contract === 'netlify' && options.netlifyApi !== 'v1')
    return writeNetlifyPackage(options, folder)
  return handlerString(options)
}

/** `api/hello.mjs` and `handler` → `api/hello.handler`. */
export function handlerString({ entry, exportName }: FunctionOptions): string {
  const module = join(dirname(entry), basename(entry, extname(entry))).replaceAll(sep, '/')
  return `${module}.${exportName}`
}
