import type { LambdaHandler } from './load-handler.ts'

/** What a handler may say by its context, until Node 22's runtime. */
export interface OldContext {
  callbackWaitsForEmptyEventLoop: boolean
  done(error?: unknown, result?: unknown): void
  succeed(result?: unknown): void
  fail(error?: unknown): void
}

/**
 * Calls a handler as AWS's client of major 3 does, which nodejs20.x and nodejs22.x run (aws-lambda-ric,
 * src/CallbackContext.js and src/Runtime.js): the callback is always passed and context.done, succeed and fail are
 * there; the first of them that is called answers, a promise that comes later says nothing, and neither does a value
 * returned in any other way. What has not answered when the event loop has nothing left to do answers null; an answer
 * by callback waits for that too, unless the context says otherwise.
 * @returns its answer; rejects with its error
 */
export function callWithCallback(handler: LambdaHandler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const old = context as OldContext
    let whenEmpty = () => resolve(null)
    let isCalled = false
    const onEmpty = () => whenEmpty()
    process.once('beforeExit', onEmpty)
    const firstOf =
      <Given extends unknown[]>(answer: (...given: Given) => void) =>
      (...given: Given) => {
        if (isCalled) return
        isCalled = true
        answer(...given)
      }
    const finish = (error: unknown, result?: unknown) => {
      process.off('beforeExit', onEmpty)
      if (isNothing(error)) resolve(result)
      else reject(error)
    }
    const callback = firstOf((error?: unknown, result?: unknown) => {
      if (isNothing(error) && old.callbackWaitsForEmptyEventLoop) whenEmpty = () => resolve(result)
      else finish(error, result)
    })
    const succeed = firstOf((result?: unknown) => finish(null, result))
    const fail = firstOf((error?: unknown) => finish(error ?? 'handled'))
    Object.assign(old, { done: firstOf(finish), succeed, fail })
    try {
      const returned = handler(event, old, callback)
      if (isThenable(returned)) (returned.then(succeed, fail) as Promise<unknown>).catch(fail)
    } catch (error) {
      callback(error)
    }
  })
}

function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

/**
 * Refuses a handler that takes a callback, as the client of major 4 does, which nodejs24.x runs.
 * @throws Error `Runtime.CallbackHandlerDeprecated`
 */
export function refuseCallback(handler: LambdaHandler): void {
  if (handler.length < 3) return
  const error = new Error(
    'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
  )
  error.name = 'Runtime.CallbackHandlerDeprecated'
  throw error
}

/**
 * Calls a handler as the client of major 4 does: what it returns is the answer. Its context has no done, succeed or
 * fail; a timer of the handler's that calls one after its answer was frozen on Lambda by then, and here finds one that
 * does nothing, so that it harms no later invocation.
 * @returns its answer; rejects with its error
 */
export async function callWithoutCallback(
  handler: LambdaHandler,
  event: unknown,
  context: object,
): Promise<unknown> {
  let isOver = false
  const afterwards = { get: () => (isOver ? () => {} : undefined) }
  try {
    return await handler(
      event,
      Object.defineProperties(context, { done: afterwards, succeed: afterwards, fail: afterwards }),
    )
  } finally {
    isOver = true
  }
}
