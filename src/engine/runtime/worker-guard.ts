// Put around a Worker by the local engine, and run by workerd: what the Worker throws would leave the runtime as a bare
// 500, with its words on stderr only.
import { SCHEDULED_HEADER, THROWN_HEADER } from '../../core/report-headers.ts'

/** What a Worker may handle: as methods of its default export, or of a class that is one (WorkerEntrypoint). */
interface Handlers {
  fetch(request: Request, env?: unknown, ctx?: unknown): unknown
  scheduled?(controller: object, env?: unknown, ctx?: unknown): unknown
}

/** More than a header may hold is no use to a reader. */
const LONGEST_STACK = 4000

/**
 * The Worker, with its own words for what it throws.
 * @param main its default export
 * @throws TypeError where that has no fetch, as the module is loaded
 */
export function guard(main: unknown): unknown {
  if (typeof main === 'function' && typeof main.prototype?.fetch === 'function')
    return guardClass(main as new () => Handlers)
  const handlers = (main ?? {}) as Handlers
  if (typeof handlers.fetch !== 'function')
    throw new TypeError('The default export has no fetch: export default { fetch(request, env, ctx) { … } }')
  const guarded: Handlers['fetch'] = (request, ...more) => answer(() => handle(handlers, request, more))
  // Other events of it, and what it keeps on itself, stay its own.
  return new Proxy(main as object, {
    get: (target, key) => (key === 'fetch' ? guarded : Reflect.get(target, key, target)),
  })
}

function guardClass(Main: new () => Handlers): unknown {
  return class extends Main {
    override fetch(request: Request) {
      const { fetch, scheduled } = Main.prototype as Handlers
      const own = { fetch: fetch.bind(this), ...(scheduled && { scheduled: scheduled.bind(this) }) }
      return answer(() => handle(own, request, []))
    }
  }
}

async function handle(handlers: Handlers, request: Request, more: readonly unknown[]): Promise<unknown> {
  const due = request.headers.get(SCHEDULED_HEADER)
  if (due === null) return handlers.fetch(request, ...more)
  if (typeof handlers.scheduled !== 'function')
    throw new TypeError('The Worker has no scheduled handler: scheduled(controller, env, ctx) { … }')
  await handlers.scheduled({ type: 'scheduled', scheduledTime: Number(due), cron: '', noRetry() {} }, ...more)
  return new Response('ok')
}

async function answer(work: () => Promise<unknown>): Promise<Response> {
  try {
    const response = await work()
    if (response instanceof Response) return response
    const kind = response === null ? 'null' : typeof response
    throw new TypeError(`The Worker answered ${kind} where a Response was expected`)
  } catch (error) {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    const words = { errorType: name, errorMessage: message, stack: stack.slice(0, LONGEST_STACK) }
    const headers = { [THROWN_HEADER]: encodeURIComponent(JSON.stringify(words)) }
    return new Response(null, { status: 500, headers })
  }
}
