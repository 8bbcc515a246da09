import { randomName } from '../../core/ids.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import { type FunctionReply, makeFunctionEvent, type Outcome } from '../function-event.ts'
import { passOver } from '../whole-body.ts'
import {
  type FrontRequest,
  failureHeaders,
  type Headers,
  joinedHeaders,
  readBody,
  reportHeaders,
  send,
  sendJson,
  setHeaders,
  splitPath,
} from './front-request.ts'
import { type BufferedHttpReply, readJsonReply, sendBuffered, sendStreamed } from './http-reply.ts'
import { netlifyRoute, whyNotRouted } from './match-route.ts'

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
  const { trigger, name, routes = {} } = pool.options
  const bare = splitPath(asked.path).rawPath
  const whyNot = trigger === undefined ? whyNotRouted(bare, req.method ?? 'GET', routes) : undefined
  if (whyNot !== undefined) {
    req.resume()
    return send(res, 404, { ...headers, ...failureHeaders(whyNot, req) }, 'Not Found\n')
  }
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
  const whole = trigger === 'scheduled' && body.length === 0 ? { ...event, ...scheduledEvent(event) } : event
  const invocation = makeFunctionEvent(name, JSON.stringify(whole), { clientContext: '{}' })
  if (trigger === 'background') return startJob(asked, headers, lease.invoke(invocation))
  const outcome = await lease.invoke(invocation)
  const all = { ...headers, ...reportHeaders(outcome, asked.req) }
  if (outcome.kind === 'reply') return sendReply(asked, outcome, all)
  const status = outcome.kind === 'error' ? 500 : 502
  send(res, status, { 'content-type': 'application/json', ...all }, outcome.errorJson)
}

async function sendReply({ res }: FrontRequest, outcome: FunctionReply, headers: Headers): Promise<void> {
  if (outcome.streaming) return sendStreamed(res, outcome, headers)
  const reply = (await readJsonReply(outcome)) as BufferedHttpReply | null
  const wrong = findWrong(reply)
  if (reply && wrong === undefined) return sendBuffered(res, reply, headers)
  const errorMessage = `error decoding lambda response: ${wrong}`
  sendJson(res, 502, headers, { errorMessage })
}

/** Netlify takes a status and, if anything, text for a body. */
function findWrong(reply: BufferedHttpReply | null): string | undefined {
  if (typeof reply?.statusCode !== 'number') return 'invalid status code returned from lambda: 0'
  const { body } = reply
  if (body === undefined || body === null || typeof body === 'string') return undefined
  return `json: cannot unmarshal ${typeof body} into Go struct field .body of type string`
}

/**
 * A background function's caller is answered at once, with 202. Here the reply ends when the job has started, and says
 * on which instance, so that both times are measured: on Netlify it is empty.
 * https://docs.netlify.com/build/functions/background-functions/
 */
async function startJob({ req, res }: FrontRequest, headers: Headers, job: Promise<Outcome>): Promise<void> {
  setHeaders(res, { ...headers, 'content-type': 'application/json' })
  res.statusCode = 202
  const answeredMs = performance.now()
  res.flushHeaders()
  const outcome = await job
  // A job that never started: its caller has its 202, and nothing that could be counted.
  if (outcome.kind !== 'reply') return void res.destroy()
  const { instance, body } = outcome
  passOver(body)
  const afterAnswerMs = performance.now() - answeredMs
  const nonce = req.headers[NONCE_HEADER]
  res.end(JSON.stringify({ message: 'the job has started', nonce, instance, afterAnswerMs }))
}

/** https://docs.netlify.com/build/functions/scheduled-functions/: a POST that says when the next run is due. */
function scheduledEvent({ headers }: NetlifyEvent): Partial<NetlifyEvent> {
  const next = new Date()
  next.setUTCHours(next.getUTCHours() + 1, 0, 0, 0)
  return {
    httpMethod: 'POST',
    body: JSON.stringify({ next_run: next.toISOString() }),
    headers: {
      ...headers,
      'content-type': 'application/json',
      'user-agent': 'Netlify Clockwork',
      'x-nf-event': 'schedule',
    },
  }
}

/** What the context of a v2 function is made of, as Netlify's edge says it; the place is the one its CLI makes up. */
const CONTEXT_HEADERS = {
  'x-nf-client-connection-ip': '127.0.0.1',
  'x-nf-account-id': 'local-account',
  'x-nf-site-id': 'local-site',
  'x-nf-deploy-id': 'local-deploy',
  'x-nf-deploy-context': 'dev',
  'x-nf-deploy-published': '0',
  'x-nf-geo': Buffer.from(
    JSON.stringify({
      city: 'San Francisco',
      country: { code: 'US', name: 'United States' },
      subdivision: { code: 'CA', name: 'California' },
      timezone: 'America/Los_Angeles',
      latitude: 37.77,
      longitude: -122.42,
      postal_code: '94103',
    }),
  ).toString('base64'),
}

interface NetlifyEvent {
  readonly rawUrl: string
  readonly [more: string]: unknown
  readonly httpMethod: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

function makeEvent({ req, path, pool }: FrontRequest, requestId: string, body: Buffer): NetlifyEvent {
  const { rawPath, rawQuery } = splitPath(path)
  const query = new URLSearchParams(rawQuery)
  const route = netlifyRoute(rawPath, pool.options.routes ?? {})
  const host = req.headers.host ?? 'localhost'
  // What is text reaches v1 functions as text: they parse it as it is.
  const isText = TEXT.test(req.headers['content-type'] ?? 'text/')
  const multiple = Object.fromEntries([...query.keys()].map((key) => [key, query.getAll(key)]))
  return {
    rawUrl: `http://${host}${path}`,
    rawQuery,
    path: rawPath,
    httpMethod: req.method,
    headers: {
      ...joinedHeaders(req),
      ...CONTEXT_HEADERS,
      'x-nf-request-id': requestId,
    },
    ...(route !== undefined && { route }),
    multiValueHeaders: Object.fromEntries(
      Object.entries(joinedHeaders(req)).map(([name, value]) => [name, [value]]),
    ),
    // As its CLI joins the values of one name.
    queryStringParameters: Object.fromEntries(
      [...query.keys()].map((key) => [key, query.getAll(key).join(', ')]),
    ),
    multiValueQueryStringParameters: multiple,
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}
