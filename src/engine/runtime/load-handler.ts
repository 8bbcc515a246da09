import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'

import { findSyntaxError } from './syntax-place.ts'

/** A handler as Lambda calls it. */
export type LambdaHandler = (event: unknown, context: object, callback?: unknown) => unknown

/** An error with the type Lambda's Node.js runtime gives it. */
export class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message)
    this.name = type
  }
}

/** How a handler's module is loaded. */
export interface LoadOptions {
  /** Loads CommonJS with require(), as AWS's client does below Node 24; an import of it takes twice as long. */
  readonly requires: boolean
  /** The file that was named, relative to the task root, where there may be others of its stem. */
  readonly entry?: string
}

/**
 * Loads `module.export` (Lambda's handler string) out of the task root, trying the file names Lambda tries.
 * @throws RuntimeError Runtime.MalformedHandlerName, Runtime.ImportModuleError, Runtime.UserCodeSyntaxError,
 * Runtime.HandlerNotFound; whatever the module itself throws
 */
export async function loadHandler(taskRoot: string, name: string, how: LoadOptions): Promise<LambdaHandler> {
  const { base, module, path, file } = how.entry === undefined ? takeApart(name) : partsOf(how.entry, name)
  const at = [file, base, `${base}.js`, `${base}.mjs`, `${base}.cjs`]
    .map((one) => `${taskRoot}/${one}`)
    .find(isFile)
  if (!at) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`)
  const exported = await loadModule(at, how.requires)
  const found = how.requires ? findAsMajor3(exported, path) : findAsMajor4(exported, path)
  if (!found) throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`)
  if (typeof found !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`)
  return found as LambdaHandler
}

interface HandlerParts {
  /** Path of the module without its ending. */
  readonly base: string
  readonly module: string
  /** The export's, within the module. */
  readonly path: string
  readonly file: string
}

/** The first dot of the last part of the path ends the module's name. */
function takeApart(name: string): HandlerParts {
  const found = /^(.*?)([^/.]+)\.([^/]+)$/.exec(name)
  if (!found || name.includes('..')) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler')
  const [, folder = '', module = '', path = ''] = found
  const base = folder + module
  return { base, module, path, file: base }
}

/** The file is known. */
function partsOf(file: string, name: string): HandlerParts {
  const base = file.slice(0, -extname(file).length)
  return { base, module: basename(base), path: name.slice(base.length + 1), file }
}

/** As the client of major 3 looks: through whatever has properties, and on no default export. */
function findAsMajor3(exported: unknown, path: string): unknown {
  return path.split('.').reduce((at, key) => at && (at as Record<string, unknown>)[key], exported)
}

/** As that of major 4: through objects only, and then on the default export. */
function findAsMajor4(exported: unknown, path: string): unknown {
  const through = (from: unknown) =>
    path
      .split('.')
      .reduce(
        (at, key) => (typeof at === 'object' && at ? (at as Record<string, unknown>)[key] : undefined),
        from,
      )
  return through(exported) || through((exported as { default?: unknown }).default)
}

async function loadModule(file: string, requires: boolean): Promise<unknown> {
  try {
    if (requires && isCommonJs(file)) return await requireOrImport(file)
    return await importModule(file)
  } catch (error) {
    if (error instanceof SyntaxError && !error.stack?.includes(dirname(file))) {
      const place = await findSyntaxError(file)
      if (place) error.stack = `${place}\n${error.stack}`
    }
    throw explain(error)
  }
}

function importModule(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href)
}

/** A file that turns out to be an ES module has not been run when require() refuses it. */
async function requireOrImport(file: string): Promise<unknown> {
  try {
    return createRequire(file)(file)
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown }
    if (code !== 'ERR_REQUIRE_ESM' && code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error
    return await importModule(file)
  }
}

/** By its ending, or by the nearest package.json. */
function isCommonJs(file: string): boolean {
  if (!file.endsWith('.js')) return file.endsWith('.cjs')
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = `${folder}/package.json`
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type !== 'module'
    if (folder === dirname(folder)) return true
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function explain(error: unknown): unknown {
  if (error instanceof SyntaxError)
    return from(error, new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`))
  // Only a failed require(): a failed import comes as it is, in aws-lambda-ric too.
  if ((error as { code?: unknown } | null)?.code === 'MODULE_NOT_FOUND')
    return from(
      error as Error,
      new RuntimeError('Runtime.ImportModuleError', `Error: ${(error as Error).message}`),
    )
  return error
}

/** The stack is the one that says where it happened. */
function from(cause: Error, error: RuntimeError): RuntimeError {
  if (cause.stack !== undefined) error.stack = `${error.name}: ${error.message}\n${cause.stack}`
  return error
}
