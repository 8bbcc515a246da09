/** What a wrangler file says, by its keys. */
export type WranglerKeys = Readonly<Record<string, unknown>>

/** What a wrangler file may bind to a Worker beside variables, by its key; all of wrangler 4.86's config-schema.json. */
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
  vpc_services: 'VPC service',
  vpc_networks: 'VPC network',
  worker_loaders: 'Worker loader',
  logfwdr: 'log forwarder',
  ai: 'Workers AI',
  ai_search: 'AI Search instance',
  ai_search_namespaces: 'AI Search namespace',
  artifacts: 'Artifacts',
  flagship: 'Flagship app',
  browser: 'browser',
  images: 'Images',
  media: 'media',
  stream: 'stream',
  assets: 'assets',
  version_metadata: 'version metadata',
  unsafe: 'unsafe binding',
  unsafe_hello_world: 'unsafe binding',
}

/** Settings of a Worker that is built or bundled otherwise, or not at all, or is no module. */
const REFUSED = [
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

/** What coldstart follows, and what says nothing of how the Worker runs: its name, where it is reached, tools. */
const SETTLED = new Set([
  ...['$schema', 'name', 'main', 'account_id', 'compatibility_date', 'compatibility_flags', 'vars'],
  ...['define', 'alias', 'minify', 'keep_names', 'tsconfig', 'jsx_factory', 'jsx_fragment', 'rules'],
  ...['route', 'routes', 'workers_dev', 'preview_urls', 'triggers', 'migrations', 'keep_vars'],
  ...['dev', 'build', 'env', 'legacy_env', 'send_metrics', 'upload_source_maps'],
])

/** What a wrangler file binds beside variables, in words: `KV namespace CACHE`. */
export function bindingsIn(said: WranglerKeys): readonly string[] {
  return Object.entries(BINDINGS).flatMap(([key, words]) =>
    itemsOf(said[key]).map((item) => `${words} ${item}`),
  )
}

/** The settings of a wrangler file that would make another Worker of it, and are not followed: `no_bundle`. */
export function refusedIn(said: WranglerKeys): readonly string[] {
  const isBuilt = isSet(recordOf(said.build).command)
  return [...REFUSED.filter((key) => isSet(said[key])), ...(isBuilt ? ['build.command'] : [])]
}

/**
 * The settings that leave the Worker's code as it is, might change how it runs, and are not followed: `placement`,
 * `env.staging`, and any that is not known here.
 */
export function asideIn(said: WranglerKeys): readonly string[] {
  const keys = Object.keys(said).filter((key) => !SETTLED.has(key) && isSet(said[key]))
  return [...keys, ...Object.keys(recordOf(said.env)).map((name) => `env.${name}`)]
}

/** A value of a wrangler file as a table; one without keys for what is none. */
export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== undefined && value !== false && value !== null && value !== ''
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
