import type { IncomingMessage } from 'node:http'
import { isTextBody } from '../../workload/http-events.ts'
import { type FunctionEvent, makeFunctionEvent } from '../function-event.ts'
import { wholeBody } from '../whole-body.ts'
import {
  type FrontRequest,
  type Headers,
  joinedHeaders,
  readBody,
  reportHeaders,
  sendJson,
  splitPath,
} from './front-request.ts'
import { type BufferedHttpReply, sendBuffered, sendStreamed } from './http-reply.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, bytes; the same for a buffered reply. */
const BODY_LIMIT = 6 * 1024 * 1024
const REPLY_LIMIT = BODY_LIMIT

/**
 * Lambda's function URL, payload format 2.0.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export async function answerFunctionUrl(asked: FrontRequest): Promise<void> {
  const { req, res, pool } = asked
  const lease = pool.lease()
  if (!lease) return throttle(asked)
  const body = await readBody(req, BODY_LIMIT)
  if (body === undefined) {
    lease.release()
    return sendJson(res, 413, {}, { Message: 'Request Entity Too Large' })
  }
  const draft = makeFunctionEvent(pool.options.name, '')
  const invocation = { ...draft, payload: JSON.stringify(makeEvent(asked, draft, body)) }
  const outcome = await lease.invoke(invocation)
  const headers = {
    'x-amzn-requestid': draft.requestId,
    'x-amzn-trace-id': draft.traceId,
    ...reportHeaders(outcome, asked.req),
  }
  if (outcome.kind !== 'reply') return sendFailed(asked, headers)
  if (outcome.streaming) return sendStreamed(res, outcome, headers)
  const reply = await wholeBody(outcome.body)
  if (reply.length > REPLY_LIMIT) return sendFailed(asked, headers)
  sendBuffered(res, inferFormat(JSON.parse(reply.toString() || 'null')), headers)
}

function sendFailed({ res }: FrontRequest, headers: Headers): void {
  const named = { ...headers, 'x-amzn-errortype': 'InternalServerErrorException' }
  sendJson(res, 502, named, { Message: 'Internal Server Error' })
}

/** Without a `statusCode` the value is the body, and JSON. */
function inferFormat(value: unknown): BufferedHttpReply {
  if (typeof value === 'object' && value !== null && 'statusCode' in value) {
    // Payload format 2.0 has no multiValueHeaders: what a function says there is not heard.
    const { multiValueHeaders: _, ...reply } = value as BufferedHttpReply
    return { ...reply, headers: { 'content-type': 'application/json', ...reply.headers } }
  }
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body }
}

function makeEvent({ req, path }: FrontRequest, { requestId, traceId }: FunctionEvent, body: Buffer): object {
  const { rawPath, rawQuery } = splitPath(path)
  const query = new URLSearchParams(rawQuery)
  const isText = isTextBody(req.headers['content-type'])
  const { cookie, ...headers } = joinedHeaders(req)
  const parameters = Object.fromEntries(
    [...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')]),
  )
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: rawQuery,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers: { ...headers, ...forwardedHeaders(req, traceId) },
    ...(query.size > 0 && { queryStringParameters: parameters }),
    requestContext: requestContextOf(req, rawPath, requestId),
    ...(body.length > 0 && { body: isText ? body.toString() : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}

function requestContextOf(req: IncomingMessage, rawPath: string, requestId: string): object {
  return {
    accountId: 'anonymous',
    apiId: 'local',
    domainName: req.headers.host ?? 'localhost',
    domainPrefix: 'local',
    http: {
      method: req.method,
      path: rawPath,
      protocol: `HTTP/${req.httpVersion}`,
      sourceIp: '127.0.0.1',
      userAgent: req.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: '$default',
    stage: '$default',
    time: new Date().toISOString(),
    timeEpoch: Date.now(),
  }
}

/** What Lambda's front adds to the caller's headers. */
function forwardedHeaders({ socket }: IncomingMessage, traceId: string) {
  return {
    'x-amzn-trace-id': traceId.split(';', 1)[0] ?? traceId,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-port': String(socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  }
}

function throttle({ req, res }: FrontRequest): void {
  req.resume()
  const headers = { 'x-amzn-errortype': 'TooManyRequestsException' }
  sendJson(res, 429, headers, {
    Reason: 'ConcurrentInvocationLimitExceeded',
    Type: 'User',
    message: 'Rate Exceeded.',
  })
}
