import { makeFunctionEvent } from '../function-event.ts'
import { type FrontRequest, joinedHeaders, readBody, reportHeader, sendJson } from './front-request.ts'
import { type BufferedHttpReply, readJsonReply, sendBuffered, sendStreamed } from './http-reply.ts'

const BODY_LIMIT = 6 * 1024 * 1024

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
  const invocation = { ...draft, payload: JSON.stringify(makeEvent(asked, draft.requestId, body)) }
  const outcome = await lease.invoke(invocation)
  const headers = {
    'x-amzn-requestid': draft.requestId,
    'x-amzn-trace-id': draft.traceId,
    ...reportHeader(outcome.instance),
  }
  if (outcome.kind !== 'reply')
    return sendJson(
      res,
      502,
      { ...headers, 'x-amzn-errortype': 'InternalServerErrorException' },
      { Message: 'Internal Server Error' },
    )
  if (outcome.streaming) return sendStreamed(res, outcome, headers)
  sendBuffered(res, inferFormat(await readJsonReply(outcome)), headers)
}

/** Without a `statusCode` the value is the body, and JSON. */
function inferFormat(value: unknown): BufferedHttpReply {
  if (typeof value === 'object' && value !== null && 'statusCode' in value) {
    const reply = value as BufferedHttpReply
    return { ...reply, headers: { 'content-type': 'application/json', ...reply.headers } }
  }
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body }
}

function makeEvent({ req, path, query }: FrontRequest, requestId: string, body: Buffer): object {
  const [rawPath = '/', rawQueryString = ''] = path.split('?', 2)
  const isText = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/.test(
    req.headers['content-type'] ?? 'text/',
  )
  const parameters = Object.fromEntries(
    [...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')]),
  )
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: joinedHeaders(req),
    ...(query.size > 0 && { queryStringParameters: parameters }),
    requestContext: {
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
    },
    ...(body.length > 0 && { body: isText ? body.toString() : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
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
