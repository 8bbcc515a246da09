import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** The metadata server of Google's machines, holding what is given; it ends with the test. */
export async function startMetadataServer(
  values: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { 'metadata-flavor': 'Google' },
): Promise<{ readonly host: string }> {
  const server = createServer((request, response) => {
    const value = values[(request.url ?? '').replace('/computeMetadata/v1/', '')]
    const asked = request.headers['metadata-flavor'] === 'Google'
    response.writeHead(!asked ? 403 : value ? 200 : 404, headers).end(value)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}
