import { type ModuleKind, moduleKindOf } from '../../workload/worker/worker-modules.ts'
import type { WorkerSettings } from '../../workload/workload-description.ts'

/** A Worker as workerd's configuration has it. */
export interface ConfiguredWorker extends Omit<WorkerSettings, 'variables'> {
  /** Names of its modules, the main one first; each is a file beside the configuration. */
  readonly modules: readonly string[]
  /** What `env` holds. */
  readonly variables: WorkerSettings['variables']
}

/** A module by its kind, as a Worker of a configuration has it. */
const CONFIGURED: Readonly<Record<ModuleKind, string>> = {
  code: 'esModule',
  text: 'text',
  bytes: 'data',
  wasm: 'wasm',
}

/** The same, as a Worker loader takes it, and as a binding of the Worker that loads. */
const LOADED: Readonly<Record<ModuleKind, readonly [kind: string, binding: string]>> = {
  code: ['js', 'text'],
  text: ['text', 'text'],
  bytes: ['data', 'data'],
  wasm: ['wasm', 'data'],
}

/** What our own Worker runs with. */
const HOST_DATE = '2026-03-01'

/**
 * The text of a workerd configuration that serves one Worker on a free port of loopback. It may call any address, as under
 * `wrangler dev`.
 * @see https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp
 */
export function workerConfig(worker: ConfiguredWorker): string {
  const modules = worker.modules.map(
    (name) => `(name = ${text(name)}, ${CONFIGURED[kindOf(name)]} = embed ${text(name)})`,
  )
  const bindings = Object.entries(worker.variables).map(([name, value]) =>
    typeof value === 'string'
      ? `(name = ${text(name)}, text = ${text(value)})`
      : `(name = ${text(name)}, json = ${text(JSON.stringify(value))})`,
  )
  return configOf(`
      modules = ${list(modules)},
      compatibilityDate = ${text(worker.compatibilityDate)},
      compatibilityFlags = ${list(worker.compatibilityFlags.map(text))},
      bindings = ${list(bindings)},`)
}

/**
 * The same where a Worker of ours is served that starts this one in an isolate of its own: it takes workerd's
 * `--experimental`.
 * @param host the file of that Worker, beside the configuration
 */
export function isolateConfig(worker: ConfiguredWorker, host: string): string {
  const { compatibilityDate, compatibilityFlags, modules, variables } = worker
  const facts = {
    compatibilityDate,
    compatibilityFlags,
    mainModule: modules[0],
    modules: modules.map((name) => ({ name, kind: LOADED[kindOf(name)][0] })),
    env: variables,
  }
  const bindings = [
    '(name = "LOADER", workerLoader = ())',
    `(name = "WORKER", json = ${text(JSON.stringify(facts))})`,
    ...modules.map(
      (name, index) => `(name = "MODULE_${index}", ${LOADED[kindOf(name)][1]} = embed ${text(name)})`,
    ),
  ]
  return configOf(`
      modules = [(name = ${text(host)}, esModule = embed ${text(host)})],
      compatibilityDate = ${text(HOST_DATE)},
      bindings = ${list(bindings)},`)
}

function configOf(worker: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (${worker}
    )),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`
}

function kindOf(name: string): ModuleKind {
  return moduleKindOf(name) ?? 'bytes'
}

function list(items: readonly string[]): string {
  return `[${items.join(', ')}]`
}

/** A text literal of Cap'n Proto, whose escapes are C's. https://capnproto.org/language.html */
function text(value: string): string {
  const escaped = [...Buffer.from(value)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte),
  )
  return `"${escaped.join('')}"`
}
