import { expect } from 'vitest'
import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

/** Deployed, what is invoked is read as the reply that it stands for. */
const ENVELOPE = { part: { message: expect.any(String) } }

/** Where in a module the handler is. */
export const handlerExports: readonly Kind[] = [
  lambda(
    'module.exports is an object',
    { 'index.js': `async function handler() { return 'object' }\nmodule.exports = { handler }\n` },
    { value: 'object' },
  ),
  lambda(
    'module.exports.handler',
    {
      'index.js': `'use strict';\nmodule.exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ message: 'Go Serverless v4!' }, null, 2) });\n`,
    },
    { part: { statusCode: 200 } },
    { elsewhere: ENVELOPE, from: 'serverless/examples aws-node' },
  ),
  lambda(
    'an export of another name',
    {
      'app.mjs': `export const lambdaHandler = async (event, context) => ({ statusCode: 200, body: JSON.stringify({ message: 'hello world' }) })\n`,
    },
    { part: { statusCode: 200 } },
    { elsewhere: ENVELOPE, exported: 'lambdaHandler', from: 'sam init, hello-world' },
  ),
  lambda(
    'the only export is of another name',
    { 'app.mjs': `export const lambdaHandler = async (event, context) => 'sam'\n` },
    { value: 'sam' },
    { found: true, from: 'sam init, hello-world: Handler: app.lambdaHandler' },
  ),
  lambda(
    'the only CommonJS export is of another name',
    { 'handler.js': `'use strict';\nmodule.exports.hello = async (event) => 'hello';\n` },
    { value: 'hello' },
    { from: 'serverless/examples: handler: handler.hello' },
  ),
  lambda(
    'several exports and none called handler',
    { 'handler.js': `module.exports.create = async () => 'c'\nmodule.exports.list = async () => 'l'\n` },
    { refused: '--export' },
    { from: 'serverless/examples aws-node-rest-api' },
  ),
  lambda(
    'one of several exports, by name',
    { 'handler.js': `module.exports.create = async () => 'c'\nmodule.exports.list = async () => 'l'\n` },
    { value: 'l' },
    { exported: 'list' },
  ),
  lambda(
    'an export inside an object',
    { 'index.js': `exports.api = { users: { get: async () => 'nested' } }\n` },
    { value: 'nested' },
    { exported: 'api.users.get' },
  ),
  lambda(
    'an export that does not exist',
    { 'index.js': `exports.handler = async () => 1\n` },
    { error: 'index.nope is undefined or not exported' },
    { exported: 'nope' },
  ),
  lambda(
    'an export that is no function',
    { 'index.js': `exports.handler = { not: 'a function' }\n` },
    { error: 'index.handler is not a function' },
  ),
  lambda(
    'a method of a class instance',
    { 'index.js': `class Api { async handler() { return 'method' } }\nmodule.exports = new Api()\n` },
    { value: 'method' },
  ),
  lambda(
    'a bound method of a class',
    {
      'index.mjs': `class Lambda { #name = 'bound'; async handler() { return this.#name } }\nconst one = new Lambda()\nexport const handler = one.handler.bind(one)\n`,
    },
    { value: 'bound' },
  ),
  lambda(
    'a function with a handler on it',
    {
      'index.js': `module.exports = function app() {}\nmodule.exports.handler = async () => 'on a function'\n`,
    },
    { value: 'on a function' },
  ),
  lambda(
    'a default export that holds a handler',
    { 'index.mjs': `export default { handler: async () => 'on default' }\n` },
    { error: 'undefined or not exported' },
    { node24: { value: 'on default' } },
  ),
  lambda(
    'a re-export from another module',
    {
      'index.mjs': `export { handler } from './src/app.mjs'\n`,
      'src/app.mjs': `export async function handler() { return 're-exported' }\n`,
    },
    { value: 're-exported' },
  ),
  lambda(
    'export star',
    {
      'index.mjs': `export * from './src/app.mjs'\n`,
      'src/app.mjs': `export async function handler() { return 'starred' }\n`,
    },
    { value: 'starred' },
  ),
  lambda(
    'CommonJS re-export',
    {
      'index.js': `module.exports = require('./src/app')\n`,
      'src/app.js': `exports.handler = async () => 'required'\n`,
    },
    { value: 'required' },
  ),
  lambda(
    'an export made by a loop',
    { 'index.js': `for (const name of ['handler', 'other']) exports[name] = async () => name\n` },
    { value: 'handler' },
  ),
  lambda(
    'a getter for an export',
    {
      'index.js': `Object.defineProperty(exports, 'handler', { enumerable: true, get: () => async () => 'got' })\n`,
    },
    { value: 'got' },
  ),
  lambda(
    'a handler made by a factory',
    {
      'index.js': `const middleware = (handler) => async (event, context) => ({ wrapped: await handler(event, context) })\nexports.handler = middleware(async () => 1)\n`,
    },
    { value: { wrapped: 1 } },
  ),
  lambda(
    'a factory with optional parameters',
    { 'index.js': `exports.handler = async (event, context = {}, ...rest) => rest.length\n` },
    { value: 1 },
    { node24: { value: 0 } },
  ),
  lambda(
    'loads lazily at the first call',
    {
      'index.js': `let client\nexports.handler = async () => { client ??= require('./heavy'); return client.calls() }\n`,
      'heavy.js': `let n = 0\nexports.calls = () => ++n\n`,
    },
    { value: 1 },
  ),
]
