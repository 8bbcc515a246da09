import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

/** How a handler gives its result. */
export const results: readonly Kind[] = [
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
]
