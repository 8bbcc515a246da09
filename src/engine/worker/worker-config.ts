import { moduleKindOf } from '../../workload/worker/worker-modules.ts'
import type { WorkerSettings } from '../../workload/workload-description.ts'

/** A Worker as workerd's configuration has it. */
export interface ConfiguredWorker extends Omit<WorkerSettings, 'variables'> {
  /** Names of its modules, the main one first; each is a file beside the configuration. */
  readonly modules: readonly string[]
  /** What `env` holds. */
  readonly variables: WorkerSettings['variables']
}

/**
 * The text of a workerd configuration that serves one Worker on a free port of loopback. It may call any address, as under
 * `wrangler dev`.
 * @see https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp
 */
export function workerConfig(worker: ConfiguredWorker): string {
  const modules = worker.modules.map(
    (name) =>
      `(name = ${text(name)}, ${moduleKindOf(name) === 'bytes' ? 'data' : 'esModule'} = embed ${text(name)})`,
  )
  const bindings = Object.entries(worker.variables).map(([name, value]) =>
    typeof value === 'string'
      ? `(name = ${text(name)}, text = ${text(value)})`
      : `(name = ${text(name)}, json = ${text(JSON.stringify(value))})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = ${list(modules)},
      compatibilityDate = ${text(worker.compatibilityDate)},
      compatibilityFlags = ${list(worker.compatibilityFlags.map(text))},
      bindings = ${list(bindings)},
    )),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`
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
