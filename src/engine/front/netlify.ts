import { randomName } from '../../core/ids.ts'
import { type FunctionReply, makeFunctionEvent } from '../function-event.ts'
import {
  type FrontRequest,
  type Headers,
  joinedHeaders,
  readBody,
  reportHeaders,
  send,
  sendJson,
} from './front-request.ts'
import { type BufferedHttpReply, readJsonReply, sendBuffered, sendStreamed } from './http-reply.ts'

/** https://docs.netlify.com/build/functions/overview/, bytes. */
const BODY_LIMIT = 6 * 1024 * 1024

const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/

/**
 * A function on Netlify (`/.netlify/functions/hello`): v2 functions stream through Netlify's bootstrap, v1
 * functions answer as Lambda's proxy integration does.
 */
export async function answerNetlify(asked: FrontRequest): Promise<void> {
  const { req, res, pool } = asked
  const headers = { server: 'Netlify', 'x-nf-request-id': `01${randomName(24).toUpperCase()}` }
  const lease = pool.lease()
  if (!lease) {
    req.resume()
    return send(res, 429, headers, 'Too Many Requests')
  }
  const body = await readBody(req, BODY_LIMIT)
  if (body === undefined) {
    lease.release()
    return send(res, 413, headers, 'Request Entity Too Large')
  }
  const event = makeEvent(asked, headers['x-nf-request-id'], body)
  const outcome = await lease.invoke(makeFunctionEvent(pool.options.name, JSON.stringify(event)))
  const all = { ...headers, ...reportHeaders(outcome) }
  if (outcome.kind === 'reply') return sendReply(asked, outcome, all)
  const status = outcome.kind === 'error' ? 500 : 502
  send(res, status, { 'content-type': 'application/json', ...all }, outcome.errorJson)
}

async function sendReply({ res }: FrontRequest, outcome: FunctionReply, headers: Headers): Promise<void> {
  if (outcome.streaming) return sendStreamed(res, outcome, headers)
  const reply = (await readJsonReply(outcome)) as BufferedHttpReply | null
  if (typeof reply?.statusCode === 'number') return sendBuffered(res, reply, headers)
  const errorMessage = 'error decoding lambda response: invalid status code returned from lambda: 0'
  sendJson(res, 502, headers, { errorMessage })
}

function makeEvent({ req, path, query }: FrontRequest, requestId: string, body: Buffer): object {
  const host = req.headers.host ?? 'localhost'
  const single = Object.fromEntries(query)
  // What is text reaches v1 functions as text: they parse it as it is.
  const isText = TEXT.test(req.headers['content-type'] ?? 'text/')
  const multiple = Object.fromEntries([...query.keys()].map((key) => [key, query.getAll(key)]))
  return {
    rawUrl: `http://${host}${path}`,
    rawQuery: path.split('?', 2)[1] ?? '',
    path: path.split('?', 1)[0],
    httpMethod: req.method,
    headers: {
      ...joinedHeaders(req),
      'x-nf-request-id': requestId,
      'x-nf-client-connection-ip': '127.0.0.1',
    },
    multiValueHeaders: Object.fromEntries(
      Object.entries(joinedHeaders(req)).map(([name, value]) => [name, [value]]),
    ),
    queryStringParameters: single,
    multiValueQueryStringParameters: multiple,
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}
