import { cp, mkdir } from 'node:fs/promises'
import { basename, dirname, extname, join, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { chooseRuntime, type Runtime } from './choose-runtime.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { writeNetlifyPackage } from './netlify-package.ts'
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
  await copySource(options, folder)
  const runtime = chooseRuntime(options, engine)
  return { folder, runtime, handler: await writeEntry(options, folder) }
}

async function copySource(options: FunctionOptions, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const names = options.include ?? ['.']
  for (const name of names) {
    const from = join(options.source, name)
    const filter = (path: string) => basename(path) !== '.git'
    await cp(from, join(folder, name), { recursive: true, dereference: true, filter }).catch((cause) => {
      throw new ColdstartError('no-function', { path: from }, { cause })
    })
  }
}

async function writeEntry(options: FunctionOptions, folder: string): Promise<string> {
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
