import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ServedFunction } from '../../../../src/engine/engine-options.ts'
import { EventStream } from '../../../../src/engine/event-stream.ts'
import type { FunctionPool } from '../../../../src/engine/function-pool.ts'
import { makePageDoor } from '../../../../src/engine/page/page-door.ts'

/** What an answer of the page says. */
export interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** The page of an engine that serves one function, which says only what it was asked. */
export async function openPageDoor() {
  const changed: object[] = []
  const called: string[] = []
  const shares = { areKept: false }
  const pool = {
    options: { contract: 'vercel', name: 'hello', memoryMb: 1024, idleTtlMs: 10_000 },
    change: async (changes: object) => void changed.push(changes),
  } as unknown as FunctionPool
  const stream = new EventStream()
  const server = createServer()
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const page = makePageDoor({
    document: '<script nonce="{{nonce}}"></script>',
    port,
    stream,
    pools: [pool],
    get keepsShares() {
      return shares.areKept
    },
    functions: [
      { contract: 'vercel', name: 'hello', url: `http://127.0.0.1:${port}/own/api/hello` } as ServedFunction,
    ],
  })
  server.on('request', (req, res) => {
    if (page.answer(req, res)) return
    called.push(`${req.method} ${req.url}`)
    res.writeHead(404).end('Not found\n')
  })
  const token = new URL(page.url).searchParams.get('token') ?? ''
  return { server, stream, port, token, pool, changed, called, shares, ...askers(port, token) }
}

/** The page of an engine with one pretended function, and what the page asked of it. */
export type PageDoor = Awaited<ReturnType<typeof openPageDoor>>

function askers(port: number, token: string) {
  /** Asks with any headers, those that a browser keeps for itself too. */
  const ask = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Got> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (reply) => {
        let text = ''
        reply.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }))
      })
      sent.on('error', reject)
      sent.end(body)
    })
  /** Presses one of the page's buttons. */
  const press = (path: string, body: object, headers: Record<string, string> = {}) =>
    ask(
      'POST',
      path,
      { 'coldstart-token': token, ...headers },
      JSON.stringify({ function: 'vercel/hello', ...body }),
    )
  return { ask, press }
}
