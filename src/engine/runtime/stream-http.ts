// Hands each event of the Runtime API, as the HTTP request it stands for, to a server in this process, and passes
// the reply on as it comes: what Vercel and Google put in front of a function.
import { type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

declare const awslambda: {
  streamifyResponse(handler: (event: LauncherEvent, reply: Writable) => Promise<void>): unknown
  HttpResponseStream: { from(stream: Writable, prelude: object): Writable }
}

interface LauncherEvent {
  readonly body: string
}

/** One HTTP request, as the engine's front door describes it. */
export interface LauncherRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Base64. */
  readonly body: string
}

/**
 * A streaming Lambda handler in front of a server that listens on loopback already.
 * @param moreHeaders for a request, on its way to the server
 */
export function streamFrom(
  server: Server,
  moreHeaders: (asked: LauncherRequest) => Record<string, string> = () => ({}),
): unknown {
  const { port } = server.address() as AddressInfo
  return awslambda.streamifyResponse(async (event, reply) => {
    const asked = JSON.parse(event.body) as LauncherRequest
    const response = await ask(port, { ...asked, headers: { ...asked.headers, ...moreHeaders(asked) } })
    const out = awslambda.HttpResponseStream.from(reply, {
      statusCode: response.statusCode,
      headers: response.headers,
    })
    // Headers that were sent before there is a body are worth as much as its first byte.
    out.write('')
    await pipeline(response, out)
  })
}

/** Listens on any free port of loopback. */
export async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1' }, resolve)
  })
  // How long an invocation may take is the platform's to say.
  server.timeout = 0
  server.requestTimeout = 0
  return server
}

function ask(port: number, { method, path, headers, body }: LauncherRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, method, path: encode(path), headers }, resolve)
    req.once('error', reject)
    req.end(Buffer.from(body, 'base64'))
  })
}

/** Characters that a request line cannot carry. */
function encode(path: string): string {
  return /[^\u0021-\u00ff]/.test(path) ? encodeURI(path) : path
}
