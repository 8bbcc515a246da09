import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../../../src/core/clock.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { startPlatformServer } from '../platform-server.ts'
import { type Misbehaviour, planMisbehaviours } from './misbehaviour.ts'

/** One request as a route reads it; names in `headers` are lower case. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** What stood for `:name` in the route's pattern. */
  readonly params: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly json?: unknown
  /** A stream is passed on as it comes. */
  readonly body?: Buffer | string | ReadableStream<Uint8Array>
  readonly headers?: Readonly<Record<string, string | string[]>>
}

export interface Route {
  /** `POST /v11/projects/:id` */
  readonly on: string
  answer(call: Call): Answer | Promise<Answer>
}

/** What a platform answers, by `METHOD /path`, out of what it has in its cloud. */
export type Answers<Cloud> = Readonly<Record<string, (call: Call, cloud: Cloud) => Answer | Promise<Answer>>>

/** @param call its `METHOD /path` */
export type CallListener = (call: string) => void | Promise<void>

export interface StandIn {
  readonly url: string
  /** `METHOD /path` of every API call, in order. */
  readonly calls: readonly string[]
  /** Why calls were refused as malformed; a test that ends with one has found a defect. */
  readonly refusals: readonly string[]
  misbehave(misbehaviour: Misbehaviour<Answer>): void
  /** Calls the listener after each call took effect; it is answered once what the listener returns has resolved. */
  onCall(listener: CallListener): void
  close(): Promise<void>
}

/** A request that the platform would refuse; the stand-in answers 400 with these words. */
export class Refusal extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason)
}

export interface StandInParts {
  /** The time it lives in, its client's; the machine's unless given. */
  readonly clock?: Clock | undefined
  readonly routes: readonly Route[]
  /** Answers for deployed sites: everything below `/on/<host>`. */
  serve(host: string, call: Call): Promise<Answer> | Answer
  /** The body of an API error, in the platform's own shape. */
  errorBody(status: number, message: string): unknown
}

/** A stand-in while it runs. */
interface Running extends StandInParts {
  readonly calls: string[]
  readonly refusals: string[]
  readonly misbehaviours: ReturnType<typeof planMisbehaviours<Answer>>
  listener: CallListener
}

/** An HTTP server on loopback that stands in for a platform: its API at the root, what it hosts below `/on/<host>`. */
export async function startStandIn(parts: StandInParts): Promise<StandIn> {
  const { clock = systemClock } = parts
  const misbehaviours = planMisbehaviours<Answer>()
  const running: Running = { ...parts, calls: [], refusals: [], misbehaviours, listener() {} }
  const { calls, refusals } = running
  const server = await startPlatformServer(
    () => clock,
    (request, response) => {
      respond(request, running).then(
        (answer) => {
          if (answer === 'reset') request.socket.destroy()
          else write(answer, response)
        },
        (error: unknown) => {
          refusals.push(`the stand-in failed: ${error}`)
          write({ status: 500, json: {} }, response)
        },
      )
    },
  )
  return {
    url: server.url,
    calls,
    refusals,
    misbehave: misbehaviours.add,
    onCall(next) {
      running.listener = next
    },
    close: () => server.close(),
  }
}

async function respond(request: IncomingMessage, running: Running): Promise<Answer | 'reset'> {
  const { method = '', headers } = request
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const path = url.pathname
  const name = `${request.method} ${path}`
  const bad = running.misbehaviours.take(name)
  if (bad?.reset === 'mid-request') return readFirstChunk(request).then(() => 'reset')
  const body = Buffer.concat(await request.toArray())
  const call = { method, path, query: url.searchParams, headers, body, params: {} }
  const hosted = /^\/on\/([^/]+)(\/.*)$/.exec(path)
  if (!hosted) running.calls.push(name)
  if (bad?.reply && !bad.afterDoing) return bad.reply
  if (hosted) return running.serve(hosted[1] ?? '', { ...call, path: hosted[2] ?? '/' })
  const answer = await answerApi(call, running)
  await running.listener(name)
  return bad?.reset === 'after' ? 'reset' : (bad?.reply ?? answer)
}

async function answerApi(call: Call, { routes, refusals, errorBody }: Running): Promise<Answer> {
  for (const route of routes) {
    const params = match(route.on, call)
    if (!params) continue
    try {
      return await route.answer({ ...call, params })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusals.push(`${call.method} ${call.path}: ${error.message}`)
      return { status: 400, json: errorBody(400, error.message) }
    }
  }
  refusals.push(`${call.method} ${call.path}: there is no such call`)
  return { status: 404, json: errorBody(404, 'no such call') }
}

function match(pattern: string, call: Call): Record<string, string> | undefined {
  const [method, path = ''] = pattern.split(' ')
  if (method !== call.method) return undefined
  // `:name*` takes the rest of the path.
  const source = path.replace(/:(\w+)(\*?)/g, (_, name, rest) => `(?<${name}>${rest ? '.+' : '[^/]+'})`)
  const found = new RegExp(`^${source}$`).exec(call.path)
  if (!found) return undefined
  return Object.fromEntries(
    Object.entries(found.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
  )
}

function readFirstChunk(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => request.once('data', () => resolve()).once('end', () => resolve()))
}

function write({ status, json, body, headers }: Answer, response: ServerResponse): void {
  const type = json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(status, { ...type, ...headers })
  // A stream that breaks off breaks the connection off, which is what its reader must see.
  if (body instanceof ReadableStream) void pipeline(Readable.fromWeb(body as never), response).catch(() => {})
  else response.end(json === undefined ? body : JSON.stringify(json))
}

/** The call's JSON body. @throws Refusal when it is none, or is not called JSON */
export function jsonOf(call: Call): Record<string, unknown> {
  if (!call.headers['content-type']?.startsWith('application/json'))
    refuse('content-type is not application/json')
  try {
    return JSON.parse(call.body.toString('utf8'))
  } catch {
    return refuse('the body is not JSON')
  }
}
