import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ColdstartError } from '../core/errors.ts'

/** What is used of TypeScript's own API, up to version 6. */
interface TypeScript {
  readonly sys: { fileExists(path: string): boolean; readFile(path: string): string | undefined }
  readonly ModuleKind: { readonly ESNext: number }
  readonly JsxEmit: { readonly Preserve: number }
  findConfigFile(folder: string, exists: (path: string) => boolean): string | undefined
  readConfigFile(path: string, read: (path: string) => string | undefined): { config?: object }
  parseJsonConfigFileContent(config: object, host: object, folder: string): { options: CompilerOptions }
  transpileModule(text: string, how: { fileName: string; compilerOptions: object }): { outputText: string }
}
type CompilerOptions = Readonly<Record<string, unknown>> & { readonly emitDecoratorMetadata?: boolean }

/** From a module's text to JavaScript with what its decorators are told of types. */
export type WithMetadata = (text: string, path: string) => string

/**
 * Where tsconfig.json asks for `emitDecoratorMetadata`, as NestJS, TypeORM and tsyringe need it, types have to be read
 * by TypeScript itself: esbuild has none (https://esbuild.github.io/content-types/#no-type-system).
 * @param file the function's, absolute
 * @param tsconfigs texts of those that may say so
 * @returns undefined where nobody asks for it
 * @throws ColdstartError `not-transpiled` where the project has no TypeScript that can do it
 */
export async function findDecoratorMetadata(
  file: string,
  tsconfigs: readonly string[],
): Promise<WithMetadata | undefined> {
  if (!tsconfigs.some((text) => /"emitDecoratorMetadata"\s*:\s*true/.test(text))) return undefined
  const typescript = await findTypeScript(file)
  const path = typescript.findConfigFile(dirname(file), typescript.sys.fileExists)
  const { config = {} } = path ? typescript.readConfigFile(path, typescript.sys.readFile) : {}
  const host = { ...typescript.sys, readDirectory: () => [] }
  const { options } = typescript.parseJsonConfigFileContent(config, host, dirname(path ?? file))
  if (options.emitDecoratorMetadata !== true) return undefined
  const compilerOptions = {
    ...options,
    module: typescript.ModuleKind.ESNext,
    jsx: typescript.JsxEmit.Preserve,
    noEmit: false,
    declaration: false,
    composite: false,
    incremental: false,
    sourceMap: false,
    inlineSourceMap: true,
    inlineSources: true,
  }
  return (text, fileName) => typescript.transpileModule(text, { fileName, compilerOptions }).outputText
}

async function findTypeScript(file: string): Promise<TypeScript> {
  try {
    const path = createRequire(file).resolve('typescript')
    const found = await import(pathToFileURL(path).href)
    const typescript = (found.default ?? found) as Partial<TypeScript>
    if (typescript.transpileModule !== undefined) return typescript as TypeScript
  } catch {}
  const reason =
    'tsconfig.json asks for emitDecoratorMetadata, which takes TypeScript itself, and the project has none below version 7'
  throw new ColdstartError('not-transpiled', { path: file, reason })
}
