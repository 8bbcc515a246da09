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
 * src/Runtime.js): the callback is always passed and context.done, succeed and fail are there; a thenable answers
 * for the handler, and a value returned in any other way says nothing. What has not answered when the event loop has
 * nothing left to do answers null; an answer by callback waits for that too, unless the context says otherwise.
 * @returns its answer; rejects with its error
 */
export function callWithCallback(handler: LambdaHandler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const old = context as OldContext
    let settle = () => finish(() => resolve(null))
    const onEmpty = () => settle()
    process.once('beforeExit', onEmpty)
    const finish = (answer: () => void) => {
      process.off('beforeExit', onEmpty)
      answer()
    }
    const callback = (error?: unknown, result?: unknown) => {
      const failed = error !== undefined && error !== null
      const answer = () => finish(() => (failed ? reject(error) : resolve(result)))
      if (failed || !old.callbackWaitsForEmptyEventLoop) answer()
      else settle = answer
    }
    const done = (error?: unknown, result?: unknown) => {
      old.callbackWaitsForEmptyEventLoop = false
      callback(error, result)
    }
    Object.assign(old, {
      done,
      succeed: (result?: unknown) => done(null, result),
      fail: (error?: unknown) => done(error ?? new Error('handled')),
    })
    const returned = handler(event, old, callback)
    if (isThenable(returned))
      returned.then(
        (value) => finish(() => resolve(value)),
        (error) => finish(() => reject(error)),
      )
  })
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

/** The old ways to answer are there and do nothing: what calls them late harms no later invocation. */
export function withoutCallbacks(context: object): object {
  return Object.assign(context, { done() {}, succeed() {}, fail() {} })
}
