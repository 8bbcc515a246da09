// Put into the package of a function that says nothing of its instance: each of its replies then names the instance
// that made it, in a header. Loaded before the function, so that the time that the function takes to load is known.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { NONCE_HEADER, PROOF_HEADER } from '../../core/report-headers.ts'
import { roundMs } from '../../core/round-ms.ts'
import { takesRequest } from './takes-request.ts'

const firstLineMs = performance.now()
const instance = {
  // Unique enough: loading crypto for a UUID would cost milliseconds of every cold start.
  id: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`,
  startedAt: new Date(performance.timeOrigin).toISOString(),
  bootMs: roundMs(firstLineMs),
  memoryMb: Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE) || undefined,
  region: process.env.VERCEL_REGION ?? process.env.AWS_REGION,
  runtime: `node ${process.versions.node}`,
}
let loadMs: number | undefined
let invocation = 0

/** The entry calls this when the function is loaded. */
export function loaded(): void {
  loadMs = roundMs(performance.now() - firstLineMs)
}

/**
 * An invocation begins.
 * @param nonce of its request
 * @returns what makes the header's value, once the head of the reply is known
 */
export function begin(nonce: string | null | undefined): () => string {
  const enteredMs = performance.now()
  invocation += 1
  const counted = invocation
  return () => {
    const ageMs = performance.now()
    const times = { loadMs, handlerMs: roundMs(ageMs - enteredMs), ageMs: roundMs(ageMs) }
    return JSON.stringify({
      nonce: nonce ?? undefined,
      instance: { ...instance, invocation: counted, ...times },
    })
  }
}

type Web = (request: Request, ...more: unknown[]) => Response | Promise<Response>

/** A web handler, `(request) => Response`; its body is passed on as it comes. */
export function proveWeb(handler: Web): Web {
  return async (request, ...more) => {
    const say = begin(request.headers.get(NONCE_HEADER) ?? nonceIn(request.url))
    const response = await handler(request, ...more)
    if (!(response instanceof Response)) return response
    try {
      response.headers.set(PROOF_HEADER, say())
      return response
    } catch {
      // Of Response.redirect() and of what fetch() gave: nothing may be added to it, but to a copy.
      const copy = new Response(response.body, response)
      copy.headers.set(PROOF_HEADER, say())
      return copy
    }
  }
}

/** What a module that runs as a standard fetch handler exports by default: a function, or an app with a fetch. */
export function proveFetch(main: unknown): Web {
  const { fetch, default: inner } = main as { readonly fetch?: Web; readonly default?: Web }
  return proveWeb(typeof fetch === 'function' ? fetch.bind(main) : (inner ?? (main as Web)))
}

type Listener = (req: IncomingMessage, res: ServerResponse, ...more: unknown[]) => unknown

/** What a module for Vercel's Node.js runtime exports: `(req, res)`, a server or none, or what takes a Request after all. */
export function proveDefault(exported: { readonly default?: unknown }): unknown {
  let main: unknown = exported
  for (let depth = 0; depth < 5; depth++) main = (main as { default?: unknown } | null)?.default ?? main
  if (typeof (main as Partial<{ fetch: Web }> | undefined)?.fetch === 'function')
    return { fetch: proveFetch(main) }
  // A server, or nothing at all, where the module opens a server by itself.
  if (typeof main !== 'function') {
    proveServers()
    return main
  }
  // As on the local engine: of what Vercel would call with (req, res), and what could not answer.
  if (!isServer(main) && takesRequest(main as Web)) return { fetch: proveWeb(main as Web) }
  const listener = main as Listener
  const proved = function (
    this: unknown,
    req: IncomingMessage | Request,
    ...more: [ServerResponse, ...unknown[]]
  ) {
    if (isWebRequest(req)) return proveWeb(main as Web)(req, ...more)
    proveResponse(req, more[0])
    return listener.call(this, req, ...more)
  }
  // By how many arguments it takes Vercel's launcher tells what it is; an app has functions of its own.
  return Object.defineProperty(Object.assign(proved, main), 'length', { value: listener.length })
}

/** As an app of Express is one. */
function isServer(main: unknown): boolean {
  return typeof (main as { listen?: unknown }).listen === 'function'
}

/** By its headers: to name the class Request makes Node load all of fetch, which takes tens of milliseconds. */
function isWebRequest(req: IncomingMessage | Request): req is Request {
  return typeof req.headers.get === 'function'
}

/** Every HTTP server of this process: where a framework keeps the function, and what it exports says little. */
export function proveServers(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    proveResponse(request, response)
  })
}

function proveResponse({ headers, url = '' }: IncomingMessage, response: ServerResponse): void {
  const say = begin([headers[NONCE_HEADER]].flat()[0] ?? nonceIn(url))
  const { writeHead } = response
  response.writeHead = function (this: ServerResponse, ...head: unknown[]) {
    if (!this.headersSent) this.setHeader(PROOF_HEADER, say())
    return Reflect.apply(writeHead, this, head)
  } as typeof writeHead
}

function nonceIn(url: string): string | null {
  return new URL(url, 'http://localhost').searchParams.get('nonce')
}
