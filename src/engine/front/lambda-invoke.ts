import type { IncomingHttpHeaders } from 'node:http'
import { type FunctionReply, functionArn, makeFunctionEvent, type Outcome } from '../function-event.ts'
import type { FunctionPool } from '../function-pool.ts'
import { wholeBody } from '../whole-body.ts'
import { type FrontRequest, readBody, reportHeaders, sendJson } from './front-request.ts'
import { type OwnReply, sendOwn } from './own-reply.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, bytes. */
const PAYLOAD_LIMIT = 6 * 1024 * 1024
const REPLY_LIMIT = PAYLOAD_LIMIT + 100

/**
 * Lambda's Invoke: `POST /2015-03-31/functions/{name}/invocations`, RequestResponse and DryRun.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function answerInvoke({ req, res, pool }: FrontRequest): Promise<void> {
  const reply = await invoke(pool, req.headers, () => readBody(req, PAYLOAD_LIMIT))
  req.resume()
  sendOwn(res, reply)
}

/**
 * The same for a request wherever it came from.
 * @param readPayload its body, or undefined where that is longer than Lambda's limit; read once there is room for the request
 */
export async function invoke(
  pool: FunctionPool,
  headers: IncomingHttpHeaders,
  readPayload: () => Buffer | Promise<Buffer | undefined>,
): Promise<OwnReply> {
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse'
  if (type === 'DryRun') return { status: 204, headers: requestId() }
  if (type !== 'RequestResponse')
    return refusal(400, 'InvalidParameterValueException', `The local engine does not do ${type} invocations`)
  const lease = pool.lease()
  if (!lease) return throttled()
  const payload = await readPayload()
  const problem = findProblem(payload)
  if (payload === undefined || problem) {
    lease.release()
    return refusal(problem?.status ?? 400, problem?.name ?? '', problem?.message ?? '')
  }
  const invocation = makeFunctionEvent(pool.options.name, payload, {
    wantsLog: headers['x-amz-log-type'] === 'Tail',
    ...readClientContext(headers),
  })
  return replyTo(headers, invocation.requestId, await lease.invoke(invocation))
}

async function replyTo(asked: IncomingHttpHeaders, id: string, outcome: Outcome): Promise<OwnReply> {
  const answer =
    outcome.kind === 'reply' ? await readReply(outcome) : { failed: true, body: outcome.errorJson }
  const headers = {
    'content-type': 'application/json',
    'x-amzn-requestid': id,
    'x-amz-executed-version': '$LATEST',
    ...(answer.failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
    ...(asked['x-amz-log-type'] === 'Tail' ? { 'x-amz-log-result': await outcome.logTail } : {}),
    ...reportHeaders(outcome, { headers: asked }),
  }
  return { status: 200, headers, body: answer.body }
}

async function readReply(reply: FunctionReply): Promise<{ failed: boolean; body: string | Buffer }> {
  const body = await wholeBody(reply.body).catch(() => undefined)
  if (body === undefined)
    return {
      failed: true,
      body: errorPayload('Runtime.ExitError', 'The environment ended while it was replying'),
    }
  if (reply.streaming) await reply.logTail
  const failure = reply.failure()
  if (failure !== undefined) return { failed: true, body: failure }
  if (body.length > REPLY_LIMIT && !reply.streaming) {
    const message = `Response payload size exceeded maximum allowed payload size (${REPLY_LIMIT} bytes).`
    return { failed: true, body: errorPayload('Function.ResponseSizeTooLarge', message) }
  }
  return { failed: false, body }
}

function errorPayload(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage })
}

function findProblem(payload: Buffer | undefined) {
  if (payload === undefined) {
    const message = `Request must be smaller than ${PAYLOAD_LIMIT} bytes for the InvokeFunction operation`
    return { status: 413, name: 'RequestTooLargeException', message }
  }
  try {
    JSON.parse(payload.toString() || 'null')
    return undefined
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`
    return { status: 400, name: 'InvalidRequestContentException', message }
  }
}

function readClientContext(headers: IncomingHttpHeaders): { clientContext?: string } {
  const header = headers['x-amz-client-context']
  return typeof header === 'string' ? { clientContext: Buffer.from(header, 'base64').toString() } : {}
}

/** The name in an Invoke path: plain, with a qualifier, or an ARN. */
export function functionNameOf(pathPart: string): string {
  if (/^[\w-]+$/.test(pathPart)) return pathPart
  const text = decodeURIComponent(pathPart)
  const arn = /^(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d{12}:)?function:([\w-]+)/.exec(text)
  return arn?.[1] ?? text.split(':', 1)[0] ?? text
}

/** 404 for a name that nobody deployed. */
export function sendUnknownFunction({ res }: Pick<FrontRequest, 'res'>, name: string): void {
  sendJson(
    res,
    404,
    { 'x-amzn-errortype': 'ResourceNotFoundException', ...requestId() },
    {
      Type: 'User',
      Message: `Function not found: ${functionArn(name)}`,
    },
  )
}

function throttled(): OwnReply {
  return errorReply(429, 'TooManyRequestsException', {
    Type: 'User',
    Reason: 'ConcurrentInvocationLimitExceeded',
    message: 'Rate Exceeded.',
  })
}

function refusal(status: number, name: string, message: string): OwnReply {
  return errorReply(status, name, { Type: 'User', message })
}

function errorReply(status: number, name: string, body: object): OwnReply {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': name, ...requestId() }
  return { status, headers, body: JSON.stringify(body) }
}

function requestId() {
  return { 'x-amzn-requestid': crypto.randomUUID() }
}
