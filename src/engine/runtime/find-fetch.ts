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

/**
 * What a fetch handler answered.
 * @throws TypeError when that is no Response, whoever made its class
 */
export function answerOf(value: unknown): Response {
  const { status, headers } = (value ?? {}) as { status?: unknown; headers?: { get?: unknown } }
  if (typeof status === 'number' && typeof headers?.get === 'function') return value as Response
  const kind = value === null ? 'null' : typeof value
  throw new TypeError(
    `The default export answered ${kind}, where a standard fetch handler returns a Response`,
  )
}
