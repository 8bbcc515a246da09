type Fetch = (request: Request, ...more: unknown[]) => Response | Promise<Response>

/**
 * The standard fetch handler of a module: `export default { fetch }`, an app that has a fetch, a default function of a
 * Request, or an export called fetch.
 * @throws Error when there is none
 */
export function findFetch(exported: Readonly<Record<string, unknown>>): Fetch {
  let main: unknown = exported.default ?? exported
  for (let depth = 0; depth < 3; depth++) main = (main as { default?: unknown } | undefined)?.default ?? main
  const app = main as { fetch?: unknown } | undefined
  const found = typeof app?.fetch === 'function' ? app.fetch.bind(app) : (exported.fetch ?? main)
  if (typeof found === 'function') return found as Fetch
  throw new Error(
    'The module exports neither a handler nor a standard fetch handler (export default { fetch })',
  )
}
