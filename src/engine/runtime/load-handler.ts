import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

export type LambdaHandler = (event: unknown, context: object, callback?: unknown) => unknown

/** An error with the type Lambda's Node.js runtime gives it. */
export class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message)
    this.name = type
  }
}

/**
 * Loads `module.export` (Lambda's handler string) out of the task root, trying the file names Lambda tries.
 * @throws RuntimeError Runtime.MalformedHandlerName, Runtime.ImportModuleError, Runtime.UserCodeSyntaxError,
 * Runtime.HandlerNotFound; whatever the module itself throws
 */
export async function loadHandler(taskRoot: string, name: string): Promise<LambdaHandler> {
  const parts = /^(.*?)([^/.]+)\.([^/]+)$/.exec(name)
  if (!parts || name.includes('..')) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler')
  const [, folder = '', module = '', path = ''] = parts
  const exported = await importModule(`${taskRoot}/${folder}${module}`, module)
  let found: unknown = exported
  for (const key of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[key]
  if (found === undefined)
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`)
  if (typeof found !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`)
  return found as LambdaHandler
}

async function importModule(base: string, module: string): Promise<Record<string, unknown>> {
  const file = [base, `${base}.js`, `${base}.mjs`, `${base}.cjs`].find((path) => existsSync(path))
  if (!file) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`)
  try {
    const namespace = await import(pathToFileURL(file).href)
    // A CommonJS module whose names Node could not see has them on its default export only.
    return file.endsWith('.mjs') ? namespace : { ...namespace.default, ...namespace }
  } catch (error) {
    throw explain(error)
  }
}

function explain(error: unknown): unknown {
  if (error instanceof SyntaxError)
    return new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`)
  // Only a failed require(): a failed import comes as it is, in aws-lambda-ric too.
  if ((error as { code?: unknown } | null)?.code === 'MODULE_NOT_FOUND')
    return new RuntimeError('Runtime.ImportModuleError', `Error: ${(error as Error).message}`)
  return error
}
