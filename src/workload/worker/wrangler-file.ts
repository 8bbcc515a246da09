import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { foldersAbove } from '../../core/folders-above.ts'
import type { WorkerVariable } from '../workload-description.ts'
import { parseJsonWithComments } from './json-with-comments.ts'
import { type ModuleRule, readModuleRule, unknownTypesIn } from './module-rules.ts'
import { asideIn, bindingsIn, recordOf, refusedIn } from './wrangler-keys.ts'
import { misshapenIn } from './wrangler-shapes.ts'

/** What a project's wrangler file says of its Worker, as far as coldstart heeds it. */
export interface WranglerFile {
  /** Absolute. */
  readonly path: string
  /** The module that it names, absolute. */
  readonly main?: string
  /** The account that it is to be deployed to. */
  readonly account?: string
  readonly compatibilityDate?: string
  readonly compatibilityFlags: readonly string[]
  readonly variables: Readonly<Record<string, WorkerVariable>>
  /** What it binds beside variables, in words: `KV namespace CACHE`. */
  readonly bindings: readonly string[]
  /** What would make another Worker of it, and is not done here, by its key: `no_bundle`. */
  readonly unheeded: readonly string[]
  /** What leaves the Worker's code as it is, and is not done here: `placement`, `env.staging`. */
  readonly aside: readonly string[]
  /** What it tells the bundler, in esbuild's words. */
  readonly bundler: BundlerSettings
  readonly define: Readonly<Record<string, string>>
  /** Imports that are modules of their own, beyond the usual ones. */
  readonly rules: readonly ModuleRule[]
}

interface BundlerSettings {
  readonly alias?: Record<string, string>
  readonly minify?: boolean
  readonly keepNames?: boolean
  readonly tsconfig?: string
  readonly jsxFactory?: string
  readonly jsxFragment?: string
}

/** As wrangler looks for it, in this order. https://developers.cloudflare.com/workers/wrangler/configuration/ */
const WRANGLER_FILES = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml']

/** Whether a path's name is that of a wrangler file. */
export function isWranglerFile(path: string): boolean {
  return WRANGLER_FILES.includes(basename(path))
}

/** The wrangler file of a folder, if it has one: its path. */
export function wranglerFileIn(folder: string): string | undefined {
  return WRANGLER_FILES.map((name) => join(folder, name)).find((path) => existsSync(path))
}

/** Where a project's wrangler file is, if there is one in a folder or above it: its path. */
export function findWranglerFile(folder: string): string | undefined {
  for (const one of foldersAbove(folder)) {
    const found = wranglerFileIn(one)
    if (found !== undefined) return found
    if (existsSync(join(one, '.git'))) return undefined
  }
  return undefined
}

/**
 * Reads a wrangler file, without its environments.
 * @throws ColdstartError `bad-wrangler-file`
 */
export async function readWranglerFile(path: string): Promise<WranglerFile> {
  const said = await parse(path)
  const misshapen = misshapenIn(said)
  if (misshapen !== undefined) throw new ColdstartError('bad-wrangler-file', { path, reason: misshapen })
  const { main, account_id: account, compatibility_date: date } = said
  const rules = Array.isArray(said.rules) ? said.rules : []
  return {
    path,
    ...(typeof main === 'string' && { main: resolve(dirname(path), main) }),
    ...(typeof account === 'string' && account !== '' && { account }),
    ...(date !== undefined && { compatibilityDate: dateOf(date) }),
    compatibilityFlags: textsOf(said.compatibility_flags),
    variables: recordOf(said.vars) as Record<string, WorkerVariable>,
    bindings: bindingsIn(said),
    unheeded: [...refusedIn(said), ...unknownTypesIn(rules)],
    aside: asideIn(said),
    bundler: bundlerSettingsOf(said, dirname(path)),
    define: recordOf(said.define) as Record<string, string>,
    rules: rules.flatMap((one) => readModuleRule(one) ?? []),
  }
}

function bundlerSettingsOf(said: Record<string, unknown>, folder: string): BundlerSettings {
  const { alias, minify, tsconfig, jsx_factory: jsxFactory, jsx_fragment: jsxFragment } = said
  const { keep_names: keepNames } = said
  return {
    ...(alias !== undefined && { alias: recordOf(alias) as Record<string, string> }),
    ...(minify === true && { minify }),
    ...(keepNames === false && { keepNames }),
    ...(typeof tsconfig === 'string' && { tsconfig: resolve(folder, tsconfig) }),
    ...(typeof jsxFactory === 'string' && { jsxFactory }),
    ...(typeof jsxFragment === 'string' && { jsxFragment }),
  }
}

async function parse(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8')
  try {
    if (path.endsWith('.toml')) return (await import('smol-toml')).parse(text)
    return Object(parseJsonWithComments(text)) as Record<string, unknown>
  } catch (cause) {
    const [reason = ''] = String((cause as Error).message).split('\n', 1)
    throw new ColdstartError('bad-wrangler-file', { path, reason })
  }
}

/** TOML has dates of its own. */
function dateOf(value: unknown): string {
  return (value instanceof Date ? value.toISOString() : String(value)).slice(0, 10)
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}
