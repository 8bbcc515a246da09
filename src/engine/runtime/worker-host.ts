// A Worker of ours that runs in workerd before the user's does, and starts that one in an isolate of its own when the
// engine says so. Every request goes on to it.
import { LOAD_HEADER } from '../../core/report-headers.ts'

/** What `env` holds: what the user's Worker is made of, with its modules in `MODULE_0`, `MODULE_1`, … */
interface HostEnv {
  readonly LOADER: { get(name: string, code: () => object): { getEntrypoint(): Fetcher } }
  readonly WORKER: {
    readonly compatibilityDate: string
    readonly compatibilityFlags: readonly string[]
    readonly mainModule: string
    readonly modules: readonly { readonly name: string; readonly kind: string }[]
    readonly env: object
  }
  readonly [module: `MODULE_${number}`]: unknown
}

interface Fetcher {
  fetch(request: Request): Promise<Response>
}

/** The first isolate of a process takes longer than those after it: it is one that does nothing. */
const REHEARSAL = { 'rehearsal.mjs': 'export default { fetch: () => new Response() }' }

export default {
  async fetch(request: Request, env: HostEnv): Promise<Response> {
    const load = request.headers.get(LOAD_HEADER)
    const { modules, ...code } = env.WORKER
    if (load === 'rehearsal') {
      const main = { ...code, mainModule: 'rehearsal.mjs', modules: REHEARSAL, env: {} }
      return env.LOADER.get('rehearsal', () => main)
        .getEntrypoint()
        .fetch(request)
    }
    const worker = env.LOADER.get('worker', () => ({
      ...code,
      modules: Object.fromEntries(
        modules.map(({ name, kind }, index) => [name, { [kind]: env[`MODULE_${index}`] }]),
      ),
    })).getEntrypoint()
    if (load === null) return worker.fetch(request)
    return worker.fetch(request).catch(sayWhyNot)
  },
}

/** As workerd itself writes why it could not start a Worker. */
function sayWhyNot(error: unknown): Response {
  const { message = '' } = error as Error
  return new Response(`service worker: ${message.replace(/^Failed to start Worker:\s*/, '')}`, {
    status: 500,
  })
}
