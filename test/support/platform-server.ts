import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../src/core/clock.ts'

export interface PlatformServer {
  readonly url: string
  /** Breaks the connections that are open, too: who waits for an answer gets none. */
  close(): Promise<void>
}

/**
 * The HTTP server of a stand-in, on a free loopback port. Its `Date` is that of a clock, as a platform's is that of the
 * platform: a client on a fake clock must meet a platform that lives in the same time.
 * @param clock asked for every reply, so that a stand-in can be moved into its client's time after it has started
 */
export async function startPlatformServer(
  clock: () => Pick<Clock, 'wallMs'>,
  listener: RequestListener,
): Promise<PlatformServer> {
  const server = createServer((request, response) => {
    response.sendDate = false
    response.setHeader('date', new Date(clock().wallMs()).toUTCString())
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
