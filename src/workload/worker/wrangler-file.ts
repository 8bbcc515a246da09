import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { foldersAbove } from '../folders-above.ts'
import type { WorkerVariable } from '../workload-description.ts'
import { parseJsonWithComments } from './json-with-comments.ts'
import { type ModuleRule, readModuleRule } from './module-rules.ts'

/** What a project's wrangler file says of its Worker, as far as coldstart heeds it. */
export interface WranglerFile {
  /** Absolute. */
  readonly path: string
  /** The module that it names, absolute. */
  readonly main?: string
  readonly compatibilityDate?: string
  readonly compatibilityFlags: readonly string[]
  readonly variables: Readonly<Record<string, WorkerVariable>>
  /** What it binds beside variables, in words: `KV namespace CACHE`. */
  readonly bindings: readonly string[]
  /** What would make another Worker of it, and is not done here, by its key: `no_bundle`. */
  readonly unheeded: readonly string[]
  /** What it tells the bundler, in esbuild's words. */
  readonly bundler: BundlerSettings
  readonly define: Readonly<Record<string, string>>
  /** Imports that are modules of their own, beyond the usual ones. */
  readonly rules: readonly ModuleRule[]
}

interface BundlerSettings {
  readonly alias?: Record<string, string>
  readonly minify?: boolean
  readonly tsconfig?: string
  readonly jsxFactory?: string
  readonly jsxFragment?: string
}

/** As wrangler looks for it, in this order. https://developers.cloudflare.com/workers/wrangler/configuration/ */
const WRANGLER_FILES = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml']

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
  const { main, compatibility_date: date } = said
  return {
    path,
    ...(typeof main === 'string' && { main: resolve(dirname(path), main) }),
    ...(date !== undefined && { compatibilityDate: dateOf(date) }),
    compatibilityFlags: textsOf(said.compatibility_flags),
    variables: recordOf(said.vars) as Record<string, WorkerVariable>,
    bindings: Object.entries(BINDINGS).flatMap(([key, words]) =>
      itemsOf(said[key]).map((item) => `${words} ${item}`),
    ),
    unheeded: UNHEEDED.filter((key) => isSet(said[key])),
    bundler: bundlerSettingsOf(said, dirname(path)),
    define: recordOf(said.define) as Record<string, string>,
    rules: Array.isArray(said.rules) ? said.rules.flatMap((one) => readModuleRule(one) ?? []) : [],
  }
}

/** Settings of a Worker that is bundled otherwise, or not at all, or is no module. */
const UNHEEDED = [
  'no_bundle',
  'find_additional_modules',
  'base_dir',
  'preserve_file_names',
  'wasm_modules',
  'text_blobs',
  'data_blobs',
  'site',
  'containers',
]

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && value !== null
}

function bundlerSettingsOf(said: Record<string, unknown>, folder: string): BundlerSettings {
  const { alias, minify, tsconfig, jsx_factory: jsxFactory, jsx_fragment: jsxFragment } = said
  return {
    ...(alias !== undefined && { alias: recordOf(alias) as Record<string, string> }),
    ...(minify === true && { minify }),
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

/** What a wrangler file may bind to a Worker beside variables, by its key. */
const BINDINGS: Readonly<Record<string, string>> = {
  kv_namespaces: 'KV namespace',
  d1_databases: 'D1 database',
  r2_buckets: 'R2 bucket',
  durable_objects: 'Durable Object',
  queues: 'queue',
  services: 'service',
  workflows: 'workflow',
  hyperdrive: 'Hyperdrive',
  vectorize: 'Vectorize index',
  analytics_engine_datasets: 'Analytics Engine dataset',
  mtls_certificates: 'certificate',
  dispatch_namespaces: 'dispatch namespace',
  send_email: 'email sender',
  pipelines: 'pipeline',
  secrets_store_secrets: 'secret',
  ratelimits: 'rate limit',
  ai: 'Workers AI',
  browser: 'browser',
  images: 'Images',
  assets: 'assets',
  version_metadata: 'version metadata',
}

/** The names that one key binds: a list of tables, a table with such a list, or one table. */
function itemsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(nameOf).filter((name) => name !== '')
  const table = recordOf(value)
  const lists = [table.bindings, table.producers].filter(Array.isArray)
  if (lists.length > 0) return lists.flat().map(nameOf)
  return nameOf(table) === '' ? [] : [nameOf(table)]
}

function nameOf(item: unknown): string {
  const { binding, name } = recordOf(item)
  return [binding, name].find((one): one is string => typeof one === 'string') ?? ''
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}
