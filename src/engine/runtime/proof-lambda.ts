// Put into the package of a Lambda function that answers HTTP, on Netlify or behind a function URL, beside proof.ts.
import type { Writable } from 'node:stream'
import { NONCE_HEADER, PROOF_HEADER } from '../../core/report-headers.ts'
import { begin, loaded } from './proof.ts'

export { loaded }

type Callback = (error?: unknown, result?: unknown) => void
type Handler = (event: HttpEvent, context: object, callback?: Callback) => unknown

interface HttpEvent {
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null
}

interface Prelude {
  readonly headers?: Readonly<Record<string, string>>
}

declare const awslambda: {
  streamifyResponse(handler: unknown): unknown
  HttpResponseStream: { from(stream: Writable, prelude: Prelude): Writable }
}

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

/**
 * A Lambda handler whose results get the header; what it takes, and how it answers, stays the same.
 * @param isUrl it is behind a function URL, which takes any result for the body of a reply
 */
export function proveLambda(handler: Handler, isUrl: boolean): unknown {
  if (typeof handler !== 'function') return handler
  if (STREAMING in handler) return proveStreaming(handler as unknown as Streaming)
  const proved: Handler = function (this: unknown, event, context, callback) {
    const say = begin(nonceOf(event))
    const mark = (result: unknown) => withProof(result, say, isUrl)
    const answer: Callback | undefined = callback && ((error, result) => callback(error, mark(result)))
    const returned = handler.call(this, event, markContext(context, mark), answer)
    return isThenable(returned) ? returned.then(mark) : returned
  }
  // The runtime of Node 24 refuses handlers by how many arguments they take.
  return Object.defineProperty(proved, 'length', { value: handler.length })
}

function nonceOf({ headers = {}, queryStringParameters }: HttpEvent): string | undefined {
  return headers[NONCE_HEADER] ?? queryStringParameters?.nonce
}

function withProof(result: unknown, say: () => string, isUrl: boolean): unknown {
  if (typeof result === 'object' && result !== null && 'statusCode' in result) {
    const { headers } = result as Prelude
    return { ...result, headers: { ...headers, [PROOF_HEADER]: say() } }
  }
  if (!isUrl) return result
  const headers = { 'content-type': 'application/json', [PROOF_HEADER]: say() }
  const body = typeof result === 'string' ? result : (JSON.stringify(result) ?? 'null')
  return { statusCode: 200, headers, body }
}

/** `context.succeed` and `done` answer too, until Node 22. */
function markContext(context: object, mark: (result: unknown) => unknown): object {
  const old = context as { succeed?: (result?: unknown) => void; done?: Callback }
  const { succeed, done } = old
  if (succeed) old.succeed = (result) => succeed(mark(result))
  if (done) old.done = (error, result) => done(error, mark(result))
  return context
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

type Streaming = (event: HttpEvent, stream: Writable, context: object) => unknown

const streams = new WeakMap<Writable, () => string>()

/** The head of a stream is what the handler hands to HttpResponseStream.from; without that there is none to prove by. */
function proveStreaming(handler: Streaming): unknown {
  const { HttpResponseStream } = awslambda
  const { from } = HttpResponseStream
  HttpResponseStream.from = (stream, prelude) => {
    const say = streams.get(stream)
    const headers = say ? { ...prelude.headers, [PROOF_HEADER]: say() } : prelude.headers
    return from.call(HttpResponseStream, stream, { ...prelude, ...(headers && { headers }) })
  }
  return awslambda.streamifyResponse((event: HttpEvent, stream: Writable, context: object) => {
    streams.set(stream, begin(nonceOf(event)))
    return handler(event, stream, context)
  })
}
