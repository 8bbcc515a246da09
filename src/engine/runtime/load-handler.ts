import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'

export type LambdaHandler = (event: unknown, context: object, callback?: unknown) => unknown

/** An error with the type Lambda's Node.js runtime gives it. */
export class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message)
    this.name = type
  }
}

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
  const parts = /^(.*?)([^/.]+)\.([^/]+)$/.exec(name)
  if (!parts || name.includes('..')) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler')
  const [, folder = '', module = '', path = ''] = parts
  const base = `${taskRoot}/${folder}${module}`
  const named = how.entry === undefined ? [] : [`${taskRoot}/${how.entry}`]
  const file = [...named, base, `${base}.js`, `${base}.mjs`, `${base}.cjs`].find(isFile)
  if (!file) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`)
  const exported = await loadModule(file, how.requires)
  let found: unknown = exported
  for (const key of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[key]
  if (found === undefined)
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`)
  if (typeof found !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`)
  return found as LambdaHandler
}

async function loadModule(file: string, requires: boolean): Promise<Record<string, unknown>> {
  try {
    if (requires && isCommonJs(file)) return await requireOrImport(file)
    return await importModule(file)
  } catch (error) {
    throw explain(error)
  }
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  const namespace = await import(pathToFileURL(file).href)
  // A CommonJS module whose names Node could not see has them on its default export only.
  return file.endsWith('.mjs') ? namespace : { ...namespace.default, ...namespace }
}

/** A file that turns out to be an ES module has not been run when require() refuses it. */
async function requireOrImport(file: string): Promise<Record<string, unknown>> {
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
