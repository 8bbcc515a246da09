// Put around a Worker of the user's that is deployed: each of its replies names the isolate that made it, in a header. At
// module scope a Worker has no randomness and no time, so an isolate gets its name in its first request.
import { NONCE_HEADER, PROOF_HEADER } from '../../core/report-headers.ts'
import { wrapFetch } from './wrap-fetch.ts'

let id: string | undefined
let bornMs = 0
let invocation = 0

/** @param main the Worker's default export; what has no fetch is left as it is */
export function prove(main: unknown): unknown {
  const proven = wrapFetch(main, async (request, own, more) => {
    const say = begin(request)
    return withProof(await own.fetch(request, ...more), say())
  })
  return proven ?? main
}

function begin(request: Request): () => string {
  if (id === undefined) {
    id = crypto.randomUUID()
    bornMs = Date.now()
  }
  invocation += 1
  const nonce = request.headers.get(NONCE_HEADER) ?? undefined
  const { cf } = request as Request & { readonly cf?: { readonly colo?: string } }
  const { navigator } = globalThis as unknown as { readonly navigator?: { readonly userAgent: string } }
  const known = { id, invocation, runtime: navigator?.userAgent, ...(cf?.colo && { region: cf.colo }) }
  return () => JSON.stringify({ nonce, instance: { ...known, ageMs: Date.now() - bornMs } })
}

/** What it answered may be anything, and the runtime complains of it then. */
function withProof(response: unknown, proof: string): unknown {
  if (!(response instanceof Response)) return response
  try {
    response.headers.set(PROOF_HEADER, proof)
    return response
  } catch {
    // Of Response.redirect() and of what fetch() gave: nothing may be added to it, but to a copy.
    const copy = new Response(response.body, response)
    copy.headers.set(PROOF_HEADER, proof)
    return copy
  }
}
