import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Ending, FunctionEvent, FunctionReply } from './function-event.ts'
import type { StartProcess } from './started-process.ts'
import { wholeBody } from './whole-body.ts'

/** A request for work, held until there is some. */
export interface HeldAsk {
  deliver(event: FunctionEvent, timeoutMs: number): void
  /** Is told when whoever asked is gone. */
  onGone(tell: () => void): void
}

/** An answer that has begun. */
export interface BegunAnswer {
  readonly reply: Omit<FunctionReply, 'instance' | 'logTail'>
  /** How it ended; once its body is closed. */
  readonly ending: () => Ending
}

/** What an execution environment says over the Runtime API. */
export interface RuntimeApiEvents {
  /** Its client has connected, which ours does before it loads the function. */
  connected?(): void
  next(ask: HeldAsk, headers: IncomingMessage['headers']): void
  /** It has begun to answer an invocation; the body may still be on its way. */
  response(requestId: string, answer: BegunAnswer): void
  error(requestId: string, errorType: string, body: Buffer): void
  initError(errorType: string, body: Buffer): void
}

/** A Runtime API endpoint of its own, waiting for one environment: the port is what tells environments apart. */
export interface RuntimeApi {
  readonly port: number
  serve(secret: string | undefined, events: RuntimeApiEvents): void
  /** For a process that does not ask by itself: starts it, and asks for it. */
  readonly follow?: (start: StartProcess) => StartProcess
  close(): void
}

/**
 * Opens an endpoint of Lambda's Runtime API on loopback.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function openRuntimeApi(): Promise<RuntimeApi> {
  const server = createServer({ keepAlive: true, noDelay: true })
  server.requestTimeout = 0
  server.keepAliveTimeout = 0
  server.unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve: (secret, events) => {
      server.on('request', makeRoute(secret, events))
      if (events.connected) server.once('connection', () => events.connected?.())
    },
    close: () => closeServer(server),
  }
}

function closeServer(server: Server): void {
  server.close()
  server.closeAllConnections()
}

const ROUTE = /^\/2018-06-01\/runtime\/(?:invocation\/(next|([\w-]+)\/(response|error))|(init\/error))$/

/** One environment's requests, told in the order in which they came, however long their bodies take. */
function makeRoute(secret: string | undefined, events: RuntimeApiEvents) {
  let reading: Promise<void> | undefined
  return (req: IncomingMessage, res: ServerResponse) => {
    if (secret !== undefined && req.headers['coldstart-environment'] !== secret) return answer(res, 403)
    const found = ROUTE.exec(req.url ?? '')
    if (!found) return answer(res, 404)
    const [, what, requestId = '', verb, init] = found
    if (what === 'next' && req.method === 'GET') {
      const ask = () => events.next(holdAsk(res), req.headers)
      if (reading) void reading.then(ask)
      else ask()
      return
    }
    if (req.method !== 'POST') return answer(res, 405)
    // The caller's reply goes first: nobody waits for this one.
    req.once('end', () => setImmediate(() => answer(res, 202)))
    if (verb === 'response') return events.response(requestId, readAnswer(req))
    const errorType = String(req.headers['lambda-runtime-function-error-type'] ?? 'Runtime.Unknown')
    reading = wholeBody(req).then((body) => {
      reading = undefined
      if (init) events.initError(errorType, body)
      else events.error(requestId, errorType, body)
    }, ignoreBreak)
  }
}

/** A broken connection is seen where the environment's end is. */
function ignoreBreak(): void {}

function answer(res: ServerResponse, status: number): void {
  const body = status === 202 ? '{"status":"OK"}' : '{}'
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
}

function holdAsk(reply: ServerResponse): HeldAsk {
  return {
    deliver: (event, timeoutMs) => writeEvent(reply, event, timeoutMs),
    onGone: (tell) => void reply.once('close', tell),
  }
}

/** Answers a request for work with an event and its deadline. */
function writeEvent(reply: ServerResponse, event: FunctionEvent, timeoutMs: number): void {
  reply.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(event.payload),
    'lambda-runtime-aws-request-id': event.requestId,
    'lambda-runtime-deadline-ms': Math.round(Date.now() + timeoutMs),
    'lambda-runtime-invoked-function-arn': event.functionArn,
    'lambda-runtime-trace-id': event.traceId,
    ...(event.clientContext && { 'lambda-runtime-client-context': event.clientContext }),
  })
  reply.end(event.payload)
}

/** A function's reply whose headers are here. */
function readAnswer(request: IncomingMessage): BegunAnswer {
  return {
    reply: {
      kind: 'reply',
      body: request,
      streaming: request.headers['lambda-runtime-function-response-mode'] === 'streaming',
      contentType: request.headers['content-type'] ?? 'application/json',
      failure: () => readTrailingError(request),
    },
    ending: () => readEnding(request),
  }
}

/** How a reply ended: a streaming function names its error in trailers, a broken connection is a crash. */
function readEnding({ complete, trailers }: IncomingMessage): Ending {
  const errorType = complete ? trailers['lambda-runtime-function-error-type'] : 'Runtime.ExitError'
  return errorType ? { status: 'error', errorType } : {}
}

function readTrailingError({ trailers }: IncomingMessage): string | undefined {
  const body = trailers['lambda-runtime-function-error-body']
  return body === undefined ? undefined : Buffer.from(body, 'base64').toString()
}
