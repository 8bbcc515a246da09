// Put into the package of a Google function: serves it with Google's own Functions Framework, in this process.
import type { Server } from 'node:http'
import { listen, streamFrom } from './stream-http.ts'

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
  if (!framework.getFunction(name)) {
    const handler = exported[name] ?? (exported.default as Record<string, unknown> | undefined)?.[name]
    if (typeof handler !== 'function')
      throw new Error(`Function '${name}' is not defined in the provided module.`)
    const isEvent = process.env.FUNCTION_SIGNATURE_TYPE === 'cloudevent'
    framework[isEvent ? 'cloudEvent' : 'http'](name, handler)
  }
  return streamFrom(await listen(framework.getTestServer(name)))
}
