// Put into the package of a Google function: serves it with Google's own Functions Framework, in this process.
import type { Server, ServerResponse } from 'node:http'
import { ENGINE_FAILURE_HEADER } from '../../core/report-headers.ts'
import { listen, streamFrom } from './stream-http.ts'
import { wordsOf } from './thrown-words.ts'

interface FunctionsFramework {
  readonly http: (name: string, handler: unknown) => void
  readonly cloudEvent: (name: string, handler: unknown) => void
  readonly getFunction: (name: string) => unknown
  readonly getTestServer: (name: string) => Server
}

/**
 * @param framework of the user's own installation
 * @param name the entry point: exported under that name, or registered by the module itself
 * @returns a streaming Lambda handler
 * @throws Error when the module neither registers nor exports it
 */
export async function makeGoogleLauncher(
  framework: FunctionsFramework,
  exported: Readonly<Record<string, unknown>>,
  name: string,
): Promise<unknown> {
  const handler =
    framework.getFunction(name) ??
    exported[name] ??
    (exported.default as Record<string, unknown> | undefined)?.[name]
  if (typeof handler !== 'function')
    throw new Error(`Function '${name}' is not defined in the provided module; --export NAME says which is.`)
  let response: ServerResponse | undefined
  const note = (error: unknown) => {
    if (response && !response.headersSent)
      response.setHeader(ENGINE_FAILURE_HEADER, encodeURIComponent(wordsOf(error)))
  }
  const isEvent = process.env.FUNCTION_SIGNATURE_TYPE === 'cloudevent'
  framework[isEvent ? 'cloudEvent' : 'http'](name, noting(handler as Handler, note))
  const server = framework.getTestServer(name)
  server.prependListener('request', (_request, reply: ServerResponse) => {
    response = reply
  })
  return streamFrom(await listen(server))
}

type Handler = (...given: unknown[]) => unknown

/** The framework answers a failure with its status alone, in production: what was thrown is heard here first. */
function noting(handler: Handler, note: (error: unknown) => void): Handler {
  const noted = function (this: unknown, ...given: unknown[]) {
    try {
      const returned = handler.apply(this, given)
      if (returned instanceof Promise) returned.catch(note)
      return returned
    } catch (error) {
      note(error)
      throw error
    }
  }
  // By the number of parameters it tells functions that take a callback.
  return Object.defineProperty(noted, 'length', { value: handler.length })
}
