import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ending } from './flight.ts'
import type { FunctionReply, Invocation } from './invocation.ts'

/** Answers a request for work with an event and its deadline. */
export function writeInvocation(reply: ServerResponse, invocation: Invocation, timeoutMs: number): void {
  reply.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(invocation.payload),
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': Math.round(Date.now() + timeoutMs),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceId,
    ...(invocation.clientContext && { 'lambda-runtime-client-context': invocation.clientContext }),
  })
  reply.end(invocation.payload)
}

/** A function's reply whose headers are here. */
export function readReply(request: IncomingMessage): Omit<FunctionReply, 'instance' | 'logTail'> {
  return {
    kind: 'reply',
    body: request,
    streaming: request.headers['lambda-runtime-function-response-mode'] === 'streaming',
    contentType: request.headers['content-type'] ?? 'application/json',
    failure: () => readTrailingError(request),
  }
}

/** How a reply ended: a streaming function names its error in trailers, a broken connection is a crash. */
export function readEnding({ complete, trailers }: IncomingMessage): Ending {
  const errorType = complete ? trailers['lambda-runtime-function-error-type'] : 'Runtime.ExitError'
  return errorType ? { status: 'error', errorType } : {}
}

function readTrailingError({ trailers }: IncomingMessage): string | undefined {
  const body = trailers['lambda-runtime-function-error-body']
  return body === undefined ? undefined : Buffer.from(body, 'base64').toString()
}

/** Boot and load times that our own client reports when it first asks for work, ms. */
export function readStamps(headers: IncomingMessage['headers']): { bootMs?: number; loadMs?: number } {
  const { 'coldstart-boot-ms': boot, 'coldstart-load-ms': load } = headers
  return boot === undefined || load === undefined ? {} : { bootMs: Number(boot), loadMs: Number(load) }
}
