// The server that worker-kills has probed: it answers after a while and counts what was sent.
import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * Starts it on loopback. A sample is known by `<path>@<vantage point>`, which is its target's name in the run file.
 * @param random uniform in [0, 1), for how long a reply takes
 */
export async function startProbed(random) {
  /** Requests by sample. */
  const hits = new Map()
  let onRequest = () => {}
  const server = createServer((request, response) => {
    const key = `${request.url.slice(1)}@${request.headers['x-vantage']}`
    hits.set(key, (hits.get(key) ?? 0) + 1)
    onRequest(key)
    setTimeout(() => response.end('{"ok":true}'), 20 + random() * 100)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    hits,
    /** The next sample that a vantage point asks for, once its request has arrived; undefined where none does. */
    async nextFrom(vantage) {
      const key = await new Promise((resolve) => {
        setTimeout(resolve, 30_000).unref()
        onRequest = (arrived) => arrived.endsWith(`@${vantage}`) && resolve(arrived)
      })
      onRequest = () => {}
      return key
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
