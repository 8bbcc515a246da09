// Put around a Worker by the local engine, and run by workerd: what the Worker throws would leave the runtime as a bare
// 500, with its words on stderr only.
import { LOAD_HEADER, SCHEDULED_HEADER, THROWN_HEADER } from '../../core/report-headers.ts'
import { type Around, wrapFetch } from './wrap-fetch.ts'

/** More than a header may hold is no use to a reader. */
const LONGEST_STACK = 4000

/**
 * The Worker, with its own words for what it throws.
 * @param main its default export
 * @throws TypeError where that has no fetch, as the module is loaded
 */
export function guard(main: unknown): unknown {
  const guarded = wrapFetch(main, (...asked) => answer(() => handle(...asked)))
  if (guarded === undefined)
    throw new TypeError('The default export has no fetch: export default { fetch(request, env, ctx) { … } }')
  return guarded
}

const handle: Around = async (request, own, more) => {
  // Who asks this wants the Worker loaded, and no more.
  if (request.headers.has(LOAD_HEADER)) return new Response(null, { status: 204 })
  const due = request.headers.get(SCHEDULED_HEADER)
  if (due === null) return own.fetch(request, ...more)
  if (typeof own.scheduled !== 'function')
    throw new TypeError('The Worker has no scheduled handler: scheduled(controller, env, ctx) { … }')
  await own.scheduled({ type: 'scheduled', scheduledTime: Number(due), cron: '', noRetry() {} }, ...more)
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
