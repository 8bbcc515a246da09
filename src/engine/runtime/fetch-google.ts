// Put into the package of a standard fetch handler that runs on Google's Functions Framework.
import { getRequestListener } from '@hono/node-server'
import { findFetch } from './find-fetch.ts'

/**
 * An HTTP function, `(req, res)`.
 * @param exported what the user's module exports
 * @throws Error when that is no fetch handler
 */
export function makeFetchHandler(exported: Readonly<Record<string, unknown>>) {
  return getRequestListener(findFetch(exported), { overrideGlobalObjects: false })
}
