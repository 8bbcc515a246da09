// coldstart's own client of the Lambda Runtime API, for when aws-lambda-ric is not installed: what a custom
// runtime on Lambda does. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

import { callWithCallback, callWithoutCallback, refuseCallback } from './call-handler.ts'
import { RuntimeConnection, type RuntimeReply } from './connection.ts'
import { describeError } from './describe-error.ts'
import { type LambdaHandler, loadHandler } from './load-handler.ts'
import { patchConsole } from './log-lines.ts'
import { tell } from './moments.ts'
import { installStreamingGlobals, STREAMING } from './streaming-globals.ts'

const API = '/2018-06-01/runtime'
const env = process.env

const [host = '', port = ''] = (env.AWS_LAMBDA_RUNTIME_API ?? '').split(':')
const secret = `Coldstart-Environment: ${env.COLDSTART_ENVIRONMENT}\r\n`
const entry = env.COLDSTART_ENTRY
delete env.COLDSTART_ENVIRONMENT
delete env.COLDSTART_ENTRY
/** nodejs24.x runs another client than the versions before: it imports, and knows no callbacks. */
const isNode24 = Number(process.versions.node.split('.', 1)[0]) >= 24

const connection = new RuntimeConnection(host, Number(port), secret)
let current = ''
const logError = patchConsole(() => current || '-')

// The client of nodejs24.x leaves both to Node, which ends the process and says why.
if (!isNode24) {
  process.on('uncaughtException', (error) => void reportCrash(error, 129))
  process.on('unhandledRejection', (reason) => {
    const error = new Error(String(reason), { cause: reason })
    error.name = 'Runtime.UnhandledPromiseRejection'
    void reportCrash(error, 128)
  })
}

// Not awaited: a handler that waits for nothing at all ends the process, and Node has a code for a module that does.
void serve()

async function serve(): Promise<void> {
  const bootMs = performance.now()
  tell('load')
  installStreamingGlobals()
  const handler = await load().catch(reportInitError)
  if (!handler) return
  tell('loaded')
  const stamps = `Coldstart-Boot-Ms: ${bootMs}\r\nColdstart-Load-Ms: ${performance.now() - bootMs}\r\n`
  let next = connection.request('GET', `${API}/invocation/next`, stamps)
  for (;;) {
    const invocation = await next
    current = invocation.headers['lambda-runtime-aws-request-id'] ?? ''
    tell('invoke')
    await invoke(handler, invocation)
    tell('answered')
    next = connection.request('GET', `${API}/invocation/next`)
  }
}

async function load(): Promise<LambdaHandler> {
  const how = { requires: !isNode24, ...(entry && { entry }) }
  const handler = await loadHandler(env.LAMBDA_TASK_ROOT ?? '.', env._HANDLER ?? '', how)
  if (isNode24 && !(STREAMING in handler)) refuseCallback(handler)
  return handler
}

async function invoke(handler: LambdaHandler, invocation: RuntimeReply): Promise<void> {
  const trace = invocation.headers['lambda-runtime-trace-id']
  if (trace) env._X_AMZN_TRACE_ID = trace
  const path = `${API}/invocation/${current}`
  const context = makeContext(invocation.headers)
  try {
    const event = JSON.parse(invocation.body.toString() || 'null')
    if (STREAMING in handler) return await invokeStreaming(handler, event, context, path)
    const result = await call(handler, event, context)
    void connection.request(
      'POST',
      `${path}/response`,
      'Content-Type: application/json\r\n',
      serialise(result),
    )
  } catch (error) {
    logError('Invoke Error', describeError(error, isNode24))
    void postError(`${path}/error`, error)
  }
}

/** The result of a handler, as the runtime of this Node version gets it. */
async function call(handler: LambdaHandler, event: unknown, context: object): Promise<unknown> {
  connection.keepsAlive(false)
  try {
    return await (isNode24 ? callWithoutCallback : callWithCallback)(handler, event, context)
  } finally {
    connection.keepsAlive(true)
  }
}

/** A stream that is never ended is never answered, as with AWS's clients. */
async function invokeStreaming(handler: LambdaHandler, event: unknown, context: object, path: string) {
  const { ResponseStream } = await import('./streaming.ts')
  const stream = new ResponseStream((contentType) =>
    connection.requestInChunks(
      `${path}/response`,
      `Lambda-Runtime-Function-Response-Mode: streaming\r\nContent-Type: ${contentType}\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n`,
    ),
  )
  try {
    const finished = new Promise((resolve) => stream.once('finish', resolve))
    const answer = handler(event, stream, context)
    if (typeof (answer as { then?: unknown } | undefined)?.then !== 'function')
      throw new Error('Streaming does not support non-async handlers.')
    await answer
    await finished
  } catch (error) {
    if (!stream.started) throw error
    stream.fail(describeError(error, isNode24))
  }
}

function makeContext(headers: RuntimeReply['headers']): object {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms'])
  const clientContext = headers['lambda-runtime-client-context']
  return {
    ...(!isNode24 && { callbackWaitsForEmptyEventLoop: true }),
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: current,
    clientContext: clientContext ? JSON.parse(clientContext) : undefined,
    identity: undefined,
    tenantId: undefined,
    ...(isNode24 && { xRayTraceId: headers['lambda-runtime-trace-id'] }),
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  }
}

/** A function or a symbol has no JSON: AWS's native client refuses what it is then given. */
function serialise(result: unknown): string {
  const text = attempt(() => JSON.stringify(result === undefined ? null : result))
  if (text === undefined) throw new TypeError('Wrong arguments')
  return text
}

function attempt(stringify: () => string | undefined): string | undefined {
  try {
    return stringify()
  } catch {
    throw new Error('Unable to stringify response body')
  }
}

function postError(path: string, error: unknown): Promise<RuntimeReply> {
  const described = describeError(error, isNode24)
  const headers = `Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: ${asHeader(described.errorType)}\r\n`
  return connection.request('POST', path, headers, JSON.stringify(described))
}

/** A name is whatever the user made it. */
function asHeader(errorType: unknown): string {
  return String(errorType).replace(/[^ -~]/g, '?')
}

async function reportInitError(error: unknown): Promise<undefined> {
  logError('Init Error', describeError(error, isNode24))
  await postError(`${API}/init/error`, error)
  process.exit(1)
}

async function reportCrash(error: unknown, exitCode: number): Promise<void> {
  connection.keepsAlive(true)
  logError('Uncaught Exception', describeError(error, isNode24))
  await postError(current ? `${API}/invocation/${current}/error` : `${API}/init/error`, error)
  process.exit(exitCode)
}
