import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Ending, FunctionEvent, FunctionReply } from './function-event.ts'
import { asBytes } from './http1/reply-message.ts'
import type { RequestBody } from './http1/request-body.ts'
import { type Exchange, serveConnection } from './http1/serve-connection.ts'
import { inMicrotask } from './in-microtask.ts'
import type { StartProcess } from './started-process.ts'
import { passOver, wholeBody } from './whole-body.ts'

/** A request for work, held until there is some. */
export interface HeldAsk {
  deliver(event: FunctionEvent, timeoutMs: number): void
  /** Is told when whoever asked is gone. */
  onGone(tell: () => void): void
}

/** What comes with a request for work, under lower-case names. */
export type AskHeaders = Readonly<Record<string, string | string[] | undefined>>

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
  next(ask: HeldAsk, headers: AskHeaders): void
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
 * Opens an endpoint of Lambda's Runtime API on loopback. Each invocation is two requests to it, so that a server that does
 * what any client of the web may ask for would be most of what an invocation costs here.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function openRuntimeApi(): Promise<RuntimeApi> {
  const server = createServer({ noDelay: true })
  const sockets = new Set<Socket>()
  server.unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve: (secret, events) => {
      const route = makeRoute(secret, events)
      server.on('connection', (socket) => {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        serveConnection(socket, route)
      })
      if (events.connected) server.once('connection', () => events.connected?.())
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const ROUTE = /^\/2018-06-01\/runtime\/(?:invocation\/(next|([\w-]+)\/(response|error))|(init\/error))$/

/** One environment's requests, told in the order in which they came, however long their bodies take. */
function makeRoute(secret: string | undefined, events: RuntimeApiEvents) {
  let reading: Promise<void> | undefined
  return (exchange: Exchange) => {
    const { head, body } = exchange
    const { method, fields } = head
    if (secret !== undefined && fields['coldstart-environment'] !== secret) return refuse(exchange, 403)
    const found = ROUTE.exec(head.target)
    if (!found) return refuse(exchange, 404)
    const [, what, requestId = '', verb, init] = found
    if (what === 'next' && method === 'GET') {
      const ask = () => events.next(holdAsk(exchange), fields)
      if (reading) void reading.then(ask)
      else ask()
      return
    }
    if (method !== 'POST') return refuse(exchange, 405)
    acknowledge(exchange)
    if (verb === 'response') return events.response(requestId, readAnswer(exchange))
    const errorType = String(fields['lambda-runtime-function-error-type'] ?? 'Runtime.Unknown')
    reading = wholeBody(body).then((body) => {
      reading = undefined
      if (init) events.initError(errorType, body)
      else events.error(requestId, errorType, body)
    }, ignoreBreak)
  }
}

/** A broken connection is seen where the environment's end is. */
function ignoreBreak(): void {}

const JSON_FIELD = 'content-type: application/json\r\n'

function refuse(exchange: Exchange, status: number): void {
  passOver(exchange.body)
  exchange.reply(status, JSON_FIELD, '{}')
}

/**
 * The caller's reply goes first: nobody waits for this one. A client that has asked for more already gets it together with
 * its next event.
 */
function acknowledge(exchange: Exchange): void {
  const { body } = exchange
  const whenRead = () => {
    exchange.replyWithNext(202, JSON_FIELD, '{"status":"OK"}')
    if (!exchange.isFollowed) setImmediate(() => exchange.isFollowed || exchange.flush())
  }
  // What came in the same piece behind it has been told by then.
  if (Buffer.isBuffer(body)) inMicrotask(whenRead)
  else body.once('end', whenRead)
}

function holdAsk(exchange: Exchange): HeldAsk {
  return {
    deliver: (event, timeoutMs) => exchange.reply(200, fieldsOf(event, timeoutMs), event.payload),
    onGone: (tell) => exchange.onGone(tell),
  }
}

/** What a request for work is answered with, beside the event: its deadline and what it belongs to. */
function fieldsOf(
  { requestId, functionArn, traceId, clientContext }: FunctionEvent,
  timeoutMs: number,
): string {
  const context =
    clientContext === undefined ? '' : `lambda-runtime-client-context: ${onOneLine(clientContext)}\r\n`
  return `${JSON_FIELD}lambda-runtime-aws-request-id: ${requestId}\r\nlambda-runtime-deadline-ms: ${Math.round(Date.now() + timeoutMs)}\r\nlambda-runtime-invoked-function-arn: ${functionArn}\r\nlambda-runtime-trace-id: ${traceId}\r\n${context}`
}

/** A header has one line: JSON may have more, and means the same on one. As Go's net/http does it, on which AWS's server runs. */
function onOneLine(text: string): string {
  return asBytes(text.replace(/[\r\n\0]/g, ' '))
}

/** A function's reply whose headers are here. */
function readAnswer({ head: { fields }, body }: Exchange): BegunAnswer {
  return {
    reply: {
      kind: 'reply',
      body,
      streaming: fields['lambda-runtime-function-response-mode'] === 'streaming',
      contentType: String(fields['content-type'] ?? 'application/json'),
      failure: () => (Buffer.isBuffer(body) ? undefined : readTrailingError(body)),
    },
    ending: () => (Buffer.isBuffer(body) ? {} : readEnding(body)),
  }
}

/** How a reply ended: a streaming function names its error in trailers, a broken connection is a crash. */
function readEnding({ isComplete, trailers }: RequestBody): Ending {
  const errorType = isComplete ? trailers['lambda-runtime-function-error-type'] : 'Runtime.ExitError'
  return errorType === undefined ? {} : { status: 'error', errorType: String(errorType) }
}

function readTrailingError({ trailers }: RequestBody): string | undefined {
  const body = trailers['lambda-runtime-function-error-body']
  return body === undefined ? undefined : Buffer.from(String(body), 'base64').toString()
}
