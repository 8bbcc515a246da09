// Put into the package of a standard fetch handler that runs on Google's Functions Framework.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { answerOf, findFetch } from './find-fetch.ts'

/**
 * An HTTP function, `(req, res)`. It rejects with what the handler throws: the framework answers that and logs it.
 * @param exported what the user's module exports
 * @throws Error when that is no fetch handler
 */
export function makeFetchHandler(exported: Readonly<Record<string, unknown>>) {
  const fetch = findFetch(exported)
  return (req: IncomingMessage, res: ServerResponse): Promise<void> =>
    new Promise((resolve, reject) => {
      const listener = getRequestListener(async (...asked) => answerOf(await fetch(...asked)), {
        overrideGlobalObjects: false,
        errorHandler: (error) => reject(error),
      })
      listener(req, res).then(resolve, reject)
    })
}
