// Put into the package of a Google function: serves it with Google's own Functions Framework, in this process,
// and hands each event of the Runtime API to it as the HTTP request it stands for.
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'

interface FunctionsFramework {
  readonly http: (name: string, handler: unknown) => void
  readonly getFunction: (name: string) => unknown
  readonly getTestServer: (name: string) => import('node:http').Server
}

interface LauncherRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * @param framework of the user's own installation
 * @param name the entry point: exported under that name, or registered by the module itself
 * @returns a Lambda handler that answers `{statusCode, headers, body, encoding}`
 */
export async function makeGoogleLauncher(
  framework: FunctionsFramework,
  exported: Readonly<Record<string, unknown>>,
  name: string,
) {
  if (!framework.getFunction(name)) {
    const handler = exported[name] ?? (exported.default as Record<string, unknown> | undefined)?.[name]
    if (typeof handler !== 'function')
      throw new Error(`Function '${name}' is not defined in the provided module.`)
    framework.http(name, handler)
  }
  const server = framework.getTestServer(name)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return (event: { body: string }) => forward(port, JSON.parse(event.body) as LauncherRequest)
}

function forward(port: number, { method, path, headers, body }: LauncherRequest): Promise<object> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, method, path, headers }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.once('error', reject)
      res.once('end', () => {
        const reply = Buffer.concat(chunks).toString('base64')
        resolve({ statusCode: res.statusCode, headers: res.headers, body: reply, encoding: 'base64' })
      })
    })
    req.once('error', reject)
    req.end(Buffer.from(body, 'base64'))
  })
}
