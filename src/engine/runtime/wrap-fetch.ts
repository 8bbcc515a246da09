/** What a Worker may handle: as methods of its default export, or of a class that is one (WorkerEntrypoint). */
export interface Handlers {
  fetch(request: Request, env?: unknown, ctx?: unknown): unknown
  scheduled?(controller: object, env?: unknown, ctx?: unknown): unknown
}

/**
 * What is done with a request in place of the Worker's own fetch.
 * @param own the Worker's handlers, to be called with `more` behind the request
 * @param more env and ctx; none where the Worker is a class, which has both on itself
 */
export type Around = (request: Request, own: Handlers, more: readonly unknown[]) => Promise<unknown>

/**
 * A Worker whose fetch goes through `around`. Its other handlers, and what it keeps on itself, stay its own.
 * @param main its default export
 * @returns undefined where that has no fetch
 */
export function wrapFetch(main: unknown, around: Around): unknown {
  if (typeof main === 'function' && typeof main.prototype?.fetch === 'function')
    return wrapClass(main as new () => Handlers, around)
  const own = main as Handlers | undefined
  if (typeof own?.fetch !== 'function') return undefined
  const fetch: Handlers['fetch'] = (request, ...more) => around(request, own, more)
  return new Proxy(main as object, {
    get: (target, key) => (key === 'fetch' ? fetch : Reflect.get(target, key, target)),
  })
}

function wrapClass(Main: new () => Handlers, around: Around): unknown {
  return class extends Main {
    override fetch(request: Request) {
      const { fetch, scheduled } = Main.prototype as Handlers
      const own = { fetch: fetch.bind(this), ...(scheduled && { scheduled: scheduled.bind(this) }) }
      return around(request, own, [])
    }
  }
}
