import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { builtEntry } from '../core/built-entry.ts'
import { ColdstartError } from '../core/errors.ts'
import type { EngineOptions, FunctionOptions } from './engine-options.ts'
import { foreignRuntime } from './foreign-runtime.ts'
import type { Runtime } from './runtime-program.ts'
import { scriptRuntime } from './script-runtime.ts'
import { readWanted } from './wanted-runtime.ts'

/**
 * AWS's own Runtime API client where the user has installed it, otherwise ours; what runs on top of it for
 * Vercel, Netlify and Google is named too.
 * @throws ColdstartError `runtime-missing` for Google functions without the Functions Framework, and for other languages
 *   `interpreter-missing`, `not-executable`, `java-client-missing`; `runtime-not-here` for what `--runtime` named
 */
export function chooseRuntime(options: FunctionOptions, engine: EngineOptions): Runtime {
  const wanted = options.runtime === undefined ? undefined : readWanted(options.runtime, options)
  if (options.language) return foreignRuntime(options.language, options, engine, wanted?.version)
  if (wanted?.family === 'bun' || wanted?.family === 'deno')
    return scriptRuntime(wanted.family, options, engine, wanted.version)
  if (options.contract !== 'lambda') return { ...ownRuntime(), name: nameVendorRuntime(options, engine) }
  const official =
    engine.lambdaRuntime === 'installed' ? findPackage('aws-lambda-ric', engine.resolveFrom) : undefined
  if (official && isBuilt(official.folder)) {
    const found = officialRuntime(official)
    return { ...found, name: withAdapter(found.name, options) }
  }
  const plain = ownRuntime()
  const own = { ...plain, name: withAdapter(plain.name, options) }
  return official
    ? { ...own, name: `${own.name} (aws-lambda-ric ${official.version} is installed, not built)` }
    : own
}

/** It is native code, and package managers may leave install scripts out. v4 keeps it at the top, v3 under build. */
function isBuilt(folder: string): boolean {
  return ['.', 'build/Release', 'dist'].some((place) => {
    const path = join(folder, place)
    return existsSync(path) && readdirSync(path).some((file) => file.endsWith('.node'))
  })
}

function ownRuntime(): Runtime {
  const entry = builtEntry('engine/runtime/lambda-runtime.js')
  return { entry, handlerAsArgument: false, own: true, name: 'coldstart runtime client' }
}

/** v4 starts at index.mjs and reads _HANDLER; v3 at bin/index.mjs and takes the handler as an argument. */
function officialRuntime(found: FoundPackage): Runtime {
  const modern = join(found.folder, 'index.mjs')
  const isModern = Number(found.version.split('.', 1)[0]) >= 4 && existsSync(modern)
  return {
    entry: isModern ? modern : join(found.folder, 'bin', 'index.mjs'),
    handlerAsArgument: !isModern,
    name: `aws-lambda-ric ${found.version}`,
    own: false,
  }
}

function nameVendorRuntime(options: FunctionOptions, engine: EngineOptions): string {
  if (options.contract === 'vercel') return nameVercelRuntime(options)
  if (options.contract === 'netlify') return nameNetlifyRuntime(options)
  const framework = findFramework(options, engine)
  if (!framework) {
    throw new ColdstartError('runtime-missing', {
      contract: 'google',
      install: 'npm install @google-cloud/functions-framework',
    })
  }
  return withAdapter(`@google-cloud/functions-framework ${framework.version}`, options)
}

/** Google's framework as the function itself would find it, else in the folder that coldstart was started in. */
export function findFramework(
  { root, entry }: FunctionOptions,
  { resolveFrom }: EngineOptions,
): FoundPackage | undefined {
  const name = '@google-cloud/functions-framework'
  return findPackage(name, dirname(join(root, entry))) ?? findPackage(name, resolveFrom)
}

function nameVercelRuntime({ form }: FunctionOptions): string {
  if (form === 'edge') return 'coldstart web handler (an edge function, run on Node)'
  return form === 'web' || form === 'fetch' ? 'coldstart web handler' : describe('@vercel/node-bridge')
}

function nameNetlifyRuntime({ form, trigger }: FunctionOptions): string {
  const name = form === 'v1' ? 'coldstart runtime client' : describe('@netlify/serverless-functions-api')
  return trigger === 'background' ? `${name} (background: first byte 202, last byte the job's start)` : name
}

function withAdapter(name: string, { adapter }: FunctionOptions): string {
  return adapter ? `${name} with ${adapter}` : name
}

function describe(name: string): string {
  const found = findPackage(name, import.meta.dirname)
  return found ? `${name} ${found.version}` : name
}

/** An installed package. */
export interface FoundPackage {
  readonly folder: string
  readonly version: string
}

/** An installed package as seen from a folder, or undefined. Works for packages that do not export package.json. */
export function findPackage(name: string, from: string): FoundPackage | undefined {
  const folders = createRequire(join(from, 'noop.js')).resolve.paths(name) ?? []
  const folder = folders
    .map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')))
  if (!folder) return undefined
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return { folder, version }
}
