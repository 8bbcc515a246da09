import { type FunctionReply, functionArn, makeFunctionEvent, type Outcome } from '../function-event.ts'
import { wholeBody } from '../whole-body.ts'
import { type FrontRequest, readBody, reportHeaders, sendJson, sendOwn } from './front-request.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, bytes. */
const PAYLOAD_LIMIT = 6 * 1024 * 1024
const REPLY_LIMIT = PAYLOAD_LIMIT + 100

/**
 * Lambda's Invoke: `POST /2015-03-31/functions/{name}/invocations`, RequestResponse and DryRun.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function answerInvoke(asked: FrontRequest): Promise<void> {
  const { req, res, pool } = asked
  const type = req.headers['x-amz-invocation-type'] ?? 'RequestResponse'
  if (type === 'DryRun') {
    req.resume()
    res.writeHead(204, requestId()).end()
    return
  }
  if (type !== 'RequestResponse')
    return sendError(
      asked,
      400,
      'InvalidParameterValueException',
      `The local engine does not do ${type} invocations`,
    )
  const lease = pool.lease()
  if (!lease) return sendThrottled(asked)
  const payload = await readBody(req, PAYLOAD_LIMIT)
  const problem = findProblem(payload)
  if (payload === undefined || problem) {
    lease.release()
    return sendError(asked, problem?.status ?? 400, problem?.name ?? '', problem?.message ?? '')
  }
  const invocation = makeFunctionEvent(pool.options.name, payload, {
    wantsLog: req.headers['x-amz-log-type'] === 'Tail',
    ...readClientContext(asked),
  })
  await sendOutcome(asked, invocation.requestId, await lease.invoke(invocation))
}

async function sendOutcome({ req, res }: FrontRequest, id: string, outcome: Outcome): Promise<void> {
  const answer =
    outcome.kind === 'reply' ? await readReply(outcome) : { failed: true, body: outcome.errorJson }
  const headers = {
    'content-type': 'application/json',
    'x-amzn-requestid': id,
    'x-amz-executed-version': '$LATEST',
    ...(answer.failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
    ...(req.headers['x-amz-log-type'] === 'Tail' ? { 'x-amz-log-result': await outcome.logTail } : {}),
    ...reportHeaders(outcome, req),
  }
  sendOwn(res, headers, answer.body)
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

function readClientContext({ req }: FrontRequest): { clientContext?: string } {
  const header = req.headers['x-amz-client-context']
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

function sendThrottled(asked: FrontRequest): void {
  asked.req.resume()
  sendJson(
    asked.res,
    429,
    { 'x-amzn-errortype': 'TooManyRequestsException', ...requestId() },
    {
      Type: 'User',
      Reason: 'ConcurrentInvocationLimitExceeded',
      message: 'Rate Exceeded.',
    },
  )
}

function sendError({ res }: FrontRequest, status: number, name: string, message: string): void {
  sendJson(res, status, { 'x-amzn-errortype': name, ...requestId() }, { Type: 'User', message })
}

function requestId() {
  return { 'x-amzn-requestid': crypto.randomUUID() }
}
