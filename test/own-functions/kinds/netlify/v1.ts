import type { Kind } from '../kind.ts'
import { netlify, post } from './rows.ts'

const v1 = (source: string) => ({ 'netlify/functions/a.js': source, 'package.json': '{}' })

/** The Lambda-compatible kind. */
export const firstApi: readonly Kind[] = [
  netlify(
    'v1: a callback',
    v1(
      `exports.handler = function (event, context, callback) { callback(null, { statusCode: 200, body: 'called back' }) }`,
    ),
    { value: 'called back' },
    { node24: { error: 'CallbackHandlerDeprecated' } },
  ),
  netlify(
    'v1: the query',
    v1(
      `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify([event.queryStringParameters, event.multiValueQueryStringParameters, event.rawQuery, event.path]) })`,
    ),
    {
      value: [
        { a: '1, 2', b: 'x y' },
        { a: ['1', '2'], b: ['x y'] },
        'a=1&a=2&b=x%20y',
        '/.netlify/functions/a',
      ],
    },
    {
      request: { path: '/.netlify/functions/a?a=1&a=2&b=x%20y' },
      from: 'netlify/cli src/lib/functions/server.ts: values are joined by ", "',
    },
  ),
  netlify(
    'v1: a form',
    v1(
      `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ b64: event.isBase64Encoded, n: new URLSearchParams(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body).get('name') }) })`,
    ),
    { part: { n: 'Ada' } },
    { request: post('name=Ada', 'application/x-www-form-urlencoded') },
  ),
  netlify(
    'v1: a binary body',
    v1(
      `exports.handler = async (event) => ({ statusCode: 200, body: String(event.isBase64Encoded) + Buffer.from(event.body, 'base64').toString() })`,
    ),
    { value: 'trueabc' },
    { request: post('abc', 'application/octet-stream') },
  ),
  netlify(
    'v1: no body is no text',
    v1(
      `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ body: event.body ?? null, b: event.isBase64Encoded }) })`,
    ),
    { part: { b: false } },
  ),
  netlify(
    'v1: headers in lower case',
    v1(
      `exports.handler = async (event) => ({ statusCode: 200, body: event.headers['x-custom'] + event.headers.host.includes(':') + event.multiValueHeaders['x-custom'].length })`,
    ),
    { value: 'Yestrue1' },
    { request: { headers: { 'X-Custom': 'Yes' } } },
  ),
  netlify(
    'v1: base64 reply',
    v1(
      `exports.handler = async () => ({ statusCode: 200, headers: { 'content-type': 'image/gif' }, body: 'R0lGODlhAQABAAAAACw=', isBase64Encoded: true })`,
    ),
    { headers: { 'content-type': 'image/gif' } },
  ),
  netlify(
    'v1: several cookies',
    v1(
      `exports.handler = async () => ({ statusCode: 200, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] }, body: 'ok' })`,
    ),
    { value: 'ok', headers: { 'set-cookie': 'a=1,b=2' } },
  ),
  netlify(
    'v1: a number for a header',
    v1(`exports.handler = async () => ({ statusCode: 200, headers: { 'x-n': 1, 'x-b': true }, body: 'ok' })`),
    { value: 'ok', headers: { 'x-n': '1' } },
  ),
  netlify(
    'v1: no status',
    v1(`exports.handler = async () => ({ body: 'x' })`),
    { error: 'status' },
    { from: 'netlify/cli: lambda response was missing a status code' },
  ),
  netlify('v1: text in place of a reply', v1(`exports.handler = async () => 'text'`), { error: '' }),
  netlify('v1: nothing', v1(`exports.handler = async () => {}`), { error: '' }),
  netlify(
    'v1: an object for a body',
    v1(`exports.handler = async () => ({ statusCode: 200, body: { a: 1 } })`),
    { error: '' },
    { from: 'netlify/cli: your function response must have a string or a stream as its body' },
  ),
  netlify('v1: no body in the reply', v1(`exports.handler = async () => ({ statusCode: 204 })`), {
    value: '',
    status: 204,
  }),
  netlify(
    'v1: a redirect',
    v1(`exports.handler = async () => ({ statusCode: 302, headers: { Location: '/x' } })`),
    { status: 302, headers: { location: '/x' } },
  ),
  netlify('v1: throws', v1(`exports.handler = async () => { throw new TypeError('broken v1') }`), {
    error: 'broken v1 (netlify/functions/a.js:1)',
  }),
  netlify(
    'v1: its context',
    v1(
      `exports.handler = async (event, context) => ({ statusCode: 200, body: JSON.stringify({ f: typeof context.functionName, r: typeof context.awsRequestId, c: typeof context.clientContext, t: typeof context.getRemainingTimeInMillis() }) })`,
    ),
    { value: { f: 'string', r: 'string', c: 'object', t: 'number' } },
    { from: 'netlify/cli: clientContext is an object' },
  ),
  netlify(
    'v1: in ESM',
    {
      'netlify/functions/a.mjs': `export const handler = async (event) => ({ statusCode: 200, body: event.httpMethod })`,
      'package.json': '{}',
    },
    { value: 'GET' },
  ),
  netlify(
    'v1: ES syntax in .js',
    v1(
      `import { basename } from 'node:path'\nexport const handler = async (event) => ({ statusCode: 200, body: basename('/a/b') })`,
    ),
    { value: 'b' },
  ),
  netlify(
    'v1: builder',
    v1(
      `const { builder } = require('@netlify/functions')\nexports.handler = builder(async () => ({ statusCode: 200, body: 'built', ttl: 60 }))`,
    ),
    { value: 'built' },
    { node24: { error: 'CallbackHandlerDeprecated' }, packages: 'own-functions' },
  ),
  netlify(
    'v1: stream',
    {
      'netlify/functions/a.mjs': `import { stream } from '@netlify/functions'\nimport { Readable } from 'node:stream'\nexport const handler = stream(async () => ({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: Readable.toWeb(Readable.from(['a', 'b'])) }))`,
    },
    { value: 'ab' },
    { packages: 'own-functions' },
  ),
  netlify(
    'v1: schedule',
    v1(
      `const { schedule } = require('@netlify/functions')\nexports.handler = schedule('@daily', async (event) => { const { next_run } = JSON.parse(event.body); console.log(next_run); return { statusCode: 200, body: next_run ? 'scheduled' : 'no' } })`,
    ),
    { value: 'scheduled' },
    { packages: 'own-functions' },
  ),
  netlify(
    'v1: background',
    {
      'netlify/functions/a-background.js': `exports.handler = async () => { await new Promise((r) => setTimeout(r, 20)) }`,
      'package.json': '{}',
    },
    { status: 202 },
  ),
  netlify(
    'v1: express behind serverless-http',
    v1(
      `const express = require('express')\nconst serverless = require('serverless-http')\nconst app = express()\nconst router = express.Router()\nrouter.get('/hi', (req, res) => res.json({ hi: req.query.name }))\napp.use('/.netlify/functions/a', router)\nmodule.exports.handler = serverless(app)`,
    ),
    { value: { hi: 'Ada' } },
    { packages: 'own-functions', request: { path: '/.netlify/functions/a/hi?name=Ada' } },
  ),
]
