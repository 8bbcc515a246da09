import { type Kind, kindsOf } from './kind.ts'

const DOCS = 'https://docs.netlify.com/build/functions/get-started/; @netlify/serverless-functions-api'
const netlify = kindsOf(
  { contract: 'netlify', from: DOCS },
  { entry: 'netlify/functions/a.mjs', beside: { 'package.json': '{}' } },
)
const v1 = (source: string) => ({ 'netlify/functions/a.js': source, 'package.json': '{}' })
const post = (body: string, type = 'application/json') => ({
  method: 'POST' as const,
  headers: { 'content-type': type },
  body,
})

/** Functions on Netlify, of the Lambda-compatible and of the current kind. */
export const netlifyKinds: readonly Kind[] = [
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
  netlify(
    'v2: a Response',
    `export default async (req, context) => new Response('Hello ' + new URL(req.url).searchParams.get('name'))`,
    { value: 'Hello Ada' },
    { request: { path: '/.netlify/functions/a?name=Ada' } },
  ),
  netlify(
    'v2: Response.json and a status',
    `export default async (req) => Response.json(await req.json(), { status: 201, headers: { 'x-a': 'b' } })`,
    { value: { a: 1 }, status: 201, headers: { 'x-a': 'b' } },
    { request: post('{"a":1}') },
  ),
  netlify(
    'v2: several paths',
    `export const config = { path: ['/one', '/two/:id'] }\nexport default async (req, context) => Response.json({ p: new URL(req.url).pathname, ...context.params })`,
    { value: { p: '/two/7', id: '7' } },
    { request: { path: '/two/7' } },
  ),
  netlify(
    'v2: a wildcard path',
    `export const config = { path: '/api/*' }\nexport default async (req, context) => Response.json({ p: new URL(req.url).pathname, s: context.params['0'] })`,
    { value: { p: '/api/a/b', s: 'a/b' } },
    { request: { path: '/api/a/b' } },
  ),
  netlify(
    'v2: methods',
    `export const config = { path: '/only', method: ['POST'] }\nexport default async (req) => new Response(req.method)`,
    { value: 'POST' },
    { request: { ...post('{}'), path: '/only' } },
  ),
  netlify(
    'v2: a typed Config',
    `/** @type {import('@netlify/functions').Config} */\nexport const config = {\n  path: '/typed', // where\n  preferStatic: true,\n}\nexport default () => new Response('typed')`,
    { value: 'typed' },
    { request: { path: '/typed' } },
  ),
  netlify(
    'v2: without a path it is asked at its config’s',
    `export const config = { path: '/usual/:id' }\nexport default (req, context) => Response.json(context.params)`,
    { value: { id: 'id' } },
  ),
  netlify(
    'v2: cookies',
    `export default async (req, context) => { context.cookies.set({ name: 'b', value: '2' }); return new Response(context.cookies.get('a')) }`,
    { value: 1 },
    { request: { headers: { cookie: 'a=1' } } },
  ),
  netlify(
    'v2: geo, ip and the rest',
    `export default async (req, context) => Response.json({ c: context.geo.country.code, ip: typeof context.ip, r: typeof context.requestId, s: typeof context.site.id, d: context.deploy.context, srv: typeof context.server.region })`,
    { part: { c: 'US', ip: 'string', r: 'string', s: 'string', d: 'dev' } },
  ),
  netlify(
    'v2: Netlify.env',
    `export default async () => Response.json({ t: Netlify.env.get('TABLE'), h: Netlify.env.has('NOPE'), p: process.env.TABLE })`,
    { value: { t: 'orders', h: false, p: 'orders' } },
    { env: { TABLE: 'orders' } },
  ),
  netlify(
    'v2: context.waitUntil',
    `export default async (req, context) => { context.waitUntil(new Promise((r) => setTimeout(r, 10))); return new Response('w') }`,
    { value: 'w' },
  ),
  netlify(
    'v2: a stream',
    `export default async () => new Response(new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close() } }).pipeThrough(new TextEncoderStream()))`,
    { value: 'ab' },
  ),
  netlify('v2: redirect', `export default async (req) => Response.redirect(new URL('/x', req.url), 302)`, {
    status: 302,
  }),
  netlify('v2: throws', `export default async () => { throw new Error('broken v2') }`, {
    error: 'broken v2',
  }),
  netlify(
    'v2: returns nothing',
    `export default async () => {}`,
    { value: '', status: 204 },
    { from: 'Netlify: a function that returns undefined answers 204' },
  ),
  netlify('v2: a missing module', `import x from 'not-there'\nexport default async () => new Response(x)`, {
    error: 'not-there',
  }),
  netlify(
    'v2: background by its config',
    `export const config = { background: true }\nexport default async () => { await new Promise((r) => setTimeout(r, 10)) }`,
    { status: 202 },
  ),
  netlify(
    'v2: scheduled',
    `export const config = { schedule: '@hourly' }\nexport default async (req) => { const { next_run } = await req.json(); return new Response(next_run ? 'next' : 'none') }`,
    { value: 'next' },
  ),
  netlify(
    'v2: hono',
    `import { Hono } from 'hono'\nimport { handle } from 'hono/netlify'\nconst app = new Hono()\napp.get('/api/hi', (c) => c.json({ hono: true }))\nexport const config = { path: '/api/*' }\nexport default handle(app)`,
    { value: { hono: true } },
    { packages: 'own-functions', request: { path: '/api/hi' } },
  ),
  netlify('v2: an object with fetch', `export default { fetch: () => new Response('fetch') }`, {
    value: 'fetch',
  }),
  netlify(
    'in a folder with index',
    {
      'netlify/functions/hello/index.mjs': `export default async () => new Response('index')`,
      'package.json': '{}',
    },
    { value: 'index' },
  ),
  netlify(
    'in a folder of its name',
    {
      'netlify/functions/hello/hello.mjs': `import { x } from './lib.mjs'\nexport default async () => new Response(x)`,
      'netlify/functions/hello/lib.mjs': `export const x = 'named'`,
      'package.json': '{}',
    },
    { value: 'named' },
  ),
  netlify(
    'in TypeScript',
    {
      'netlify/functions/hello.mts': `import type { Context, Config } from '@netlify/functions'\nexport default async (req: Request, context: Context) => new Response(context.params.id)\nexport const config: Config = { path: '/t/:id' }`,
      'package.json': '{}',
    },
    { value: 5 },
    { request: { path: '/t/5' } },
  ),
  netlify(
    'v1 in TypeScript',
    {
      'netlify/functions/hello.ts': `import type { Handler, HandlerEvent } from '@netlify/functions'\nimport { name } from './lib/name'\nconst handler: Handler = async (event: HandlerEvent) => ({ statusCode: 200, body: name + event.httpMethod })\nexport { handler }`,
      'netlify/functions/lib/name.ts': `export const name: string = 'n'`,
      'package.json': '{}',
    },
    { value: 'nGET' },
  ),
  netlify(
    'v1 in .cts, written as CommonJS',
    {
      'netlify/functions/hello.cts': `const { name }: { name: string } = require('./lib/name.cjs')\nexports.handler = async (event: { httpMethod: string }) => ({ statusCode: 200, body: name + event.httpMethod })`,
      'netlify/functions/lib/name.cjs': `exports.name = 'n'`,
      'package.json': '{"type":"module"}',
    },
    { value: 'nGET' },
  ),
  netlify(
    'v1 in .ts, written as CommonJS',
    {
      'netlify/functions/hello.ts': `import path = require('node:path')\nmodule.exports.handler = async () => ({ statusCode: 200, body: path.posix.join('a', 'b') })`,
      'package.json': '{}',
    },
    { value: 'a/b' },
  ),
  netlify(
    'v2 in .cts',
    {
      'netlify/functions/hello.cts': `export default async (request: Request): Promise<Response> => new Response(request.method)`,
      'package.json': '{}',
    },
    { value: 'GET' },
  ),
  netlify(
    'found by its folder',
    {
      'netlify/functions/hello.mjs': `export default async () => new Response('found')`,
      'package.json': '{}',
    },
    { value: 'found' },
    { found: true },
  ),
  netlify(
    'found by netlify.toml',
    {
      'src/fns/hello.mjs': `export default async () => new Response('toml')`,
      'netlify.toml': '[functions]\n  directory = "src/fns"\n',
      'package.json': '{}',
    },
    { value: 'toml' },
    { found: true },
  ),
  netlify(
    'reads a file by process.cwd()',
    {
      'netlify/functions/a.mjs': `import { readFile } from 'node:fs/promises'\nexport default async () => new Response(await readFile('./data/x.txt', 'utf8'))`,
      'data/x.txt': 'cwd',
      'package.json': '{}',
    },
    { value: 'cwd' },
    { elsewhere: { error: 'ENOENT' } },
  ),
  netlify(
    'v2: a path that is not its own',
    `export const config = { path: '/x' }\nexport default async () => new Response('x')`,
    { error: 'Netlify brings /x to this function' },
    {
      elsewhere: 'Netlify itself answers; its stand-in brings every path to the function',
      request: { path: '/other' },
    },
  ),
  netlify(
    'v2: a path that it leaves out',
    `export const config = { path: '/x/*', excludedPath: ['/x/no'] }\nexport default async () => new Response('x')`,
    { error: 'config.excludedPath keeps /x/no' },
    {
      elsewhere: 'Netlify itself answers; its stand-in brings every path to the function',
      request: { path: '/x/no' },
    },
  ),
  netlify(
    'v2: a method that it does not take',
    `export const config = { path: '/m', method: 'POST' }\nexport default async (req) => new Response(req.method)`,
    { error: 'say --method POST' },
    { elsewhere: 'Netlify itself answers; its stand-in brings every path to the function' },
  ),
  netlify(
    'scheduled by netlify.toml',
    {
      'netlify/functions/job.mjs': `export default async (req) => new Response((await req.json()).next_run ? 'due' : 'none')`,
      'netlify.toml': '[build]\ncommand = "x"\n\n[functions."job"]\n  schedule = "@hourly"\n',
      'package.json': '{}',
    },
    { value: 'due' },
  ),
  netlify(
    'found where frameworks put theirs',
    {
      '.netlify/functions-internal/x.mjs': `export default async () => new Response('internal')`,
      'package.json': '{}',
    },
    { value: 'internal' },
    { found: true },
  ),
  netlify(
    'an edge function, which runs on Deno',
    {
      'netlify/edge-functions/hello.js': `export default async () => new Response('edge')\nexport const config = { path: '/hello' }`,
      'package.json': '{}',
    },
    { refused: "Netlify's edge" },
    { found: true },
  ),
  netlify(
    'a worker thread of a file beside it',
    {
      'netlify/functions/a.mjs': `import { Worker } from 'node:worker_threads'
export default () => new Promise((resolve) => new Worker(new URL('./thread.mjs', import.meta.url)).once('message', (word) => resolve(new Response(word))))`,
      'netlify/functions/thread.mjs': `import { parentPort } from 'node:worker_threads'\nimport { word } from '../lib/word.mjs'\nparentPort.postMessage(word)`,
      'netlify/lib/word.mjs': `export const word = 'from the thread'`,
      'package.json': '{}',
    },
    { value: 'from the thread' },
    { deployed: true },
  ),
]
