// Put into the package of a Vercel function: an HTTP server around it with Vercel's own helpers, as @vercel/node's
// handler is, which streams where the launcher of @vercel/node-bridge waits for the whole reply.
import { createServer, type IncomingMessage, Server, type ServerResponse } from 'node:http'
import { listen, streamFrom } from './stream-http.ts'
import { takesRequest } from './takes-request.ts'
import { toListener, type WebHandler, type WebHandlers } from './vercel-web.ts'

/** `helpers.js` of @vercel/node-bridge: req.query, req.cookies, req.body, res.status and so on. */
interface Helpers {
  createServerWithHelpers(
    listener: Listener,
    bridge: { consumeEvent(id: string): { body: Buffer } | undefined },
  ): Server
}

type Listener = (req: IncomingMessage, res: ServerResponse) => unknown
type Exports = Readonly<Record<string, unknown>>

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']
/** The bridge's name for the request whose body the helpers parse. */
const BODY_HEADER = 'x-now-bridge-request-id'
/** As long as Vercel's launcher waits for a module without exports to listen. */
const EMPTY_WAITS_MS = 5000
/** As long as Vercel's own handler waits where what is exported is neither a function nor a server. */
const WAITS_MS = 1000

/**
 * @param load imports the function's module
 * @returns a streaming Lambda handler
 * @throws Error for a module that exports nothing that Vercel runs, and whatever the module throws
 */
export async function makeVercelHandler(load: () => Promise<Exports>, helpers: Helpers): Promise<unknown> {
  // As Vercel's launcher does, before the module is there to read it.
  process.env.NODE_ENV ??= 'production'
  const watched = watchListening()
  const exported = await load()
  const main = unwrap(exported)
  const web = findWebHandlers(exported, main)
  if (web || typeof main === 'function') watched.restore()
  if (web) return streamFrom(await listen(createServer(orEnd(toListener(web)))))
  // An app of a framework is a function that brings helpers of its own.
  if (isServer(main) && typeof main === 'function')
    return streamFrom(await listen(createServer(orEnd(main as Listener))))
  if (typeof main === 'function') return serveWithHelpers(helpers, main as Listener)
  const isEmpty = isObject(main) && Object.keys(main).length === 0
  const server = await watched.open(isServer(main) ? main : undefined, isEmpty ? EMPTY_WAITS_MS : WAITS_MS)
  if (server) return streamFrom(server)
  throw new Error('The default export must be a function or a server; Vercel runs nothing else')
}

/** Named methods, `fetch`, or a default function that takes a Request and nothing else. */
function findWebHandlers(exported: Exports, main: unknown): WebHandlers | undefined {
  const inner = isObject(main) ? main : {}
  const named = [...METHODS, 'fetch'].flatMap((name) => {
    const found = exported[name] ?? inner[name]
    return typeof found === 'function' ? [[name, found.bind(inner) as WebHandler] as const] : []
  })
  // An app that has both, as Elysia, is asked by its fetch.
  if (named.length > 0 && (!isServer(main) || typeof inner.fetch === 'function'))
    return Object.fromEntries(named)
  const isWeb = typeof main === 'function' && (isEdge(exported) || takesRequest(main as WebHandler))
  return isWeb ? { fetch: main as WebHandler } : undefined
}

function isEdge({ config }: Exports): boolean {
  const { runtime } = (config ?? {}) as { runtime?: unknown }
  return runtime === 'edge' || runtime === 'experimental-edge'
}

/** The default of the default …, as compilers nest them. */
function unwrap(exported: unknown): unknown {
  let found = exported
  for (let depth = 0; depth < 5 && isObject(found) && found.default; depth++) found = found.default
  return found
}

function isObject(value: unknown): value is Exports {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}

function isServer(main: unknown): main is Server {
  return isObject(main) && typeof main.listen === 'function'
}

/** Vercel's launcher ends the process when a function throws; the runtime says why before it does. */
function orEnd(listener: Listener): Listener {
  return async (req, res) => {
    try {
      await listener(req, res)
    } catch (error) {
      setImmediate(() => {
        throw error
      })
    }
  }
}

async function serveWithHelpers(helpers: Helpers, main: Listener): Promise<unknown> {
  const bodies = new Map<string, Buffer>()
  const takeBody = (id: string) => {
    const body = bodies.get(id) ?? Buffer.alloc(0)
    bodies.delete(id)
    return { body }
  }
  const server = helpers.createServerWithHelpers(orEnd(main), { consumeEvent: takeBody })
  let asked = 0
  return streamFrom(await listen(server), ({ body }) => {
    const id = String(++asked)
    bodies.set(id, Buffer.from(body, 'base64'))
    return { [BODY_HEADER]: id }
  })
}

/**
 * From now on a server that the module opens listens on a free port of loopback, whatever it asks for.
 * @returns what opens a server, or waits for the one that the module opens by itself (undefined if it never does),
 * and sets things right again
 */
function watchListening() {
  const original = Server.prototype.listen
  let tell: (server: Server) => void = () => {}
  const first = new Promise<Server>((resolve) => {
    tell = resolve
  })
  Server.prototype.listen = function (this: Server, ...given: unknown[]) {
    const callback = given.find((one) => typeof one === 'function') as (() => void) | undefined
    this.once('listening', () => tell(this))
    return original.call(this, { port: 0, host: '127.0.0.1' }, callback)
  } as typeof original
  const restore = () => {
    Server.prototype.listen = original
  }
  return {
    restore,
    open(main: Server | undefined, waitMs: number): Promise<Server | undefined> {
      if (main && main.listening !== true) main.listen({ port: 0, host: '127.0.0.1' })
      const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), waitMs).unref())
      return Promise.race([first, late]).finally(restore)
    },
  }
}
