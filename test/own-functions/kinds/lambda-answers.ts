import { type Kind, kindsOf } from './kind.ts'

const RIC = 'aws-lambda-ric 3 and 4'
const lambda = kindsOf({ contract: 'lambda', from: RIC }, { entry: 'index.js' })

/** How a handler answers: return values, callbacks, context, errors. */
export const lambdaAnswers: readonly Kind[] = [
  lambda(
    'callback with a result',
    `exports.handler = (event, context, callback) => { callback(null, { ok: 1 }) }`,
    { value: { ok: 1 } },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'callback after a timer',
    `exports.handler = function (event, context, cb) { setTimeout(() => cb(null, 'later'), 20) }`,
    { value: 'later' },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'callback with an error',
    `exports.handler = (event, context, callback) => callback(new TypeError('bad input'))`,
    { error: 'TypeError: bad input' },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'callback with a string for an error',
    `exports.handler = (event, context, callback) => callback('nope')`,
    { error: 'string: nope' },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'an async handler that also calls back',
    `exports.handler = async (event, context, callback) => { callback(null, 'from callback') }`,
    { value: 'from callback' },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'an async handler that calls back and returns',
    `exports.handler = async (event, context, callback) => { callback(null, 'from callback'); return 'from return' }`,
    { value: 'from callback' },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'callback twice',
    `exports.handler = (event, context, callback) => { callback(null, 'first'); callback(null, 'second') }`,
    { value: 'first' },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'context.done with a result',
    `exports.handler = function (event, context) { context.done(null, { by: 'done' }) }`,
    { value: { by: 'done' } },
    { node24: { error: 'context.done is not a function' } },
  ),
  lambda(
    'context.done with an error',
    `exports.handler = function (event, context) { context.done(new Error('done badly')) }`,
    { error: 'done badly' },
    { node24: { error: 'context.done is not a function' } },
  ),
  lambda(
    'context.fail with a string',
    `exports.handler = function (event, context) { context.fail('went wrong') }`,
    { error: 'went wrong' },
    { node24: { error: 'context.fail is not a function' } },
  ),
  lambda(
    'context.succeed destructured',
    `exports.handler = (event, { succeed }) => { succeed('ok') }`,
    { value: 'ok' },
    { node24: { error: 'succeed is not a function' } },
  ),
  lambda(
    'does not wait for an empty loop when told so',
    `exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, 'at once') }`,
    { value: 'at once' },
    { node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'an interval keeps a callback waiting until the time-out',
    `exports.handler = (event, context, callback) => { setInterval(() => {}, 1000); callback(null, 'never') }`,
    { error: 'timed out' },
    { functionTimeout: '1s', node24: { error: 'Runtime.CallbackHandlerDeprecated' } },
  ),
  lambda(
    'an async handler does not wait for its interval',
    `exports.handler = async () => { setInterval(() => {}, 1000); return 'async' }`,
    { value: 'async' },
  ),
  lambda(
    'module-level interval and an async handler',
    `setInterval(() => {}, 50)\nexports.handler = async () => 'ok'`,
    { value: 'ok' },
  ),
  lambda(
    'returns a promise without async',
    `exports.handler = () => new Promise((resolve) => setTimeout(resolve, 10, 'p'))`,
    { value: 'p' },
  ),
  lambda(
    'returns a thenable whose then returns nothing',
    `exports.handler = () => ({ then(resolve) { setTimeout(resolve, 5, 'thenable') } })`,
    { error: "Cannot read properties of undefined (reading 'catch')" },
    { node24: { value: 'thenable' } },
  ),
  lambda(
    'returns a thenable, as query builders do',
    `class Query { then(...all) { return Promise.resolve([1, 2]).then(...all) } }\nexports.handler = () => new Query()`,
    { value: [1, 2] },
  ),
  lambda('never answers and has nothing left to do', `exports.handler = () => {}`, { value: null }),
  lambda(
    'an async handler that never settles',
    `exports.handler = async () => new Promise(() => {})`,
    { value: null },
    { node24: { error: 'Runtime exited without providing a reason' } },
  ),
  lambda('returns undefined', `exports.handler = async () => {}`, { value: null }),
  lambda('returns a number', `exports.handler = async () => 42`, { value: 42 }),
  lambda('returns false', `exports.handler = async () => false`, { value: false }),
  lambda('returns NaN', `exports.handler = async () => NaN`, { value: null }),
  lambda('returns a Buffer', `exports.handler = async () => Buffer.from('hi')`, {
    value: { type: 'Buffer', data: [104, 105] },
  }),
  lambda(
    'returns dates, maps and undefined fields',
    `exports.handler = async () => ({ at: new Date(0), map: new Map([[1, 2]]), none: undefined, list: [undefined, () => 1] })`,
    { value: { at: '1970-01-01T00:00:00.000Z', map: {}, list: [null, null] } },
  ),
  lambda(
    'returns what has toJSON',
    `class Order { constructor() { this.id = 1 } toJSON() { return { order: this.id } } }\nexports.handler = async () => new Order()`,
    { value: { order: 1 } },
  ),
  lambda('returns a function', `exports.handler = async () => () => 1`, {
    error: 'TypeError: Wrong arguments',
  }),
  lambda('returns a BigInt', `exports.handler = async () => ({ n: 1n })`, {
    error: 'Unable to stringify response body',
  }),
  lambda('returns a circle', `exports.handler = async () => { const a = {}; a.a = a; return a }`, {
    error: 'Unable to stringify response body',
  }),
  lambda('returns an Error', `exports.handler = async () => new Error('returned')`, { value: {} }),
  lambda('answers in other scripts', `exports.handler = async () => ({ hello: 'Zażółć 你好 🙂' })`, {
    value: { hello: 'Zażółć 你好 🙂' },
  }),
  lambda('throws synchronously', `exports.handler = () => { throw new RangeError('too far') }`, {
    error: 'RangeError: too far',
  }),
  lambda('throws a string', `exports.handler = async () => { throw 'plain words' }`, {
    error: 'string: plain words',
  }),
  lambda('throws an object', `exports.handler = async () => { throw { statusCode: 404, body: 'nope' } }`, {
    error: 'object: [object Object]',
  }),
  lambda(
    'throws undefined',
    `exports.handler = async () => { throw undefined }`,
    { error: 'handled' },
    { node24: { error: 'undefined' } },
  ),
  lambda(
    'throws undefined at once',
    `exports.handler = () => { throw undefined }`,
    { value: null },
    { node24: { error: 'undefined' } },
  ),
  lambda(
    'throws an error with a name of its own',
    `class NotFound extends Error { constructor(m) { super(m); this.name = 'NotFound' } }\nexports.handler = async () => { throw new NotFound('no order 7') }`,
    { error: 'NotFound: no order 7' },
  ),
  lambda(
    'throws an error with a cause',
    `exports.handler = async () => { try { JSON.parse('{') } catch (cause) { throw new Error('cannot read order', { cause }) } }`,
    { error: 'cannot read order' },
  ),
  lambda(
    'throws an AggregateError',
    `exports.handler = async () => Promise.any([Promise.reject(new Error('a')), Promise.reject(new Error('b'))])`,
    { error: 'AggregateError: All promises were rejected' },
  ),
  lambda(
    'an error thrown in a timer',
    `exports.handler = () => new Promise(() => { setTimeout(() => { throw new Error('from a timer') }, 10) })`,
    { error: 'from a timer' },
  ),
  lambda(
    'an unhandled rejection while it works',
    `exports.handler = async () => { Promise.reject(new Error('forgotten await')); await new Promise((r) => setTimeout(r, 100)); return 'ok' }`,
    { error: 'Error: forgotten await' },
  ),
  lambda(
    'an unhandled rejection handled by itself',
    `process.on('unhandledRejection', () => {})\nexports.handler = async () => { Promise.reject(new Error('x')); await new Promise((r) => setTimeout(r, 50)); return 'ok' }`,
    { error: 'Runtime.UnhandledPromiseRejection' },
    { node24: { value: 'ok' } },
  ),
  lambda(
    'an error event nobody listens to',
    `const { EventEmitter } = require('events')\nexports.handler = () => new Promise(() => { setImmediate(() => new EventEmitter().emit('error', new Error('socket hang up'))) })`,
    { error: 'socket hang up' },
  ),
  lambda('process.exit in the handler', `exports.handler = async () => { process.exit(3) }`, {
    error: 'exit status 3',
  }),
  lambda('process.exit 0 in the handler', `exports.handler = async () => { process.exit(0) }`, {
    error: 'Runtime exited without providing a reason',
  }),
  lambda('process.abort', `exports.handler = async () => { process.abort() }`, { error: 'signal: aborted' }),
  lambda(
    'fills its memory',
    `exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())) }`,
    { error: 'signal' },
    // With the CPU share of so little memory it takes half a minute.
    { words: ['--memory', '128', '--cpu', 'off'], elsewhere: '--cpu is the engine’s' },
  ),
  lambda(
    'a loop that never ends',
    `exports.handler = async () => { for (;;); }`,
    { error: 'timed out' },
    { functionTimeout: '1s' },
  ),
  lambda(
    'asks for the time that is left',
    `exports.handler = async (e, context) => { const left = context.getRemainingTimeInMillis(); return left > 1000 && left <= 3000 }`,
    { value: true },
    { functionTimeout: '3s', elsewhere: 'the stand-in gives every function the same time' },
  ),
  lambda(
    'an uncaught error after the reply',
    `exports.handler = async () => { setTimeout(() => { throw new Error('too late') }, 200); return 'ok' }`,
    { value: 'ok' },
    { words: ['--warm', '0'] },
  ),
  lambda('a big reply', `exports.handler = async () => 'x'.repeat(5 * 1024 * 1024)`, {
    length: 5 * 1024 * 1024,
  }),
  lambda(
    'a reply that is too big',
    `exports.handler = async () => 'x'.repeat(7 * 1024 * 1024)`,
    { error: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).' },
    { from: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html' },
  ),
  lambda(
    'throws an error whose message is no text',
    `exports.handler = async () => { const error = new Error('x'); error.message = { a: 1 }; throw error }`,
    { error: 'problem while retrieving one or more of its message' },
  ),
  lambda(
    'throws an error without a stack',
    `exports.handler = async () => { const error = new RangeError('bare'); delete error.stack; throw error }`,
    { error: 'problem while retrieving one or more of its message' },
    { node24: { error: 'RangeError: bare' } },
  ),
  lambda('throws what cannot be made text', `exports.handler = async () => { throw Object.create(null) }`, {
    error: 'problem while retrieving',
  }),
]
