import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

/** How a handler fails. */
export const errors: readonly Kind[] = [
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
