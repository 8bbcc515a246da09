import { type Kind, kindsOf } from './kind.ts'

const DOCS = 'https://vercel.com/docs/functions/runtimes/node-js; @vercel/node'
const vercel = kindsOf(
  { contract: 'vercel', from: DOCS },
  { entry: 'api/a.js', beside: { 'package.json': '{}' } },
)
const post = (body: string, type = 'application/json', path = '/api/a') => ({
  method: 'POST' as const,
  path,
  headers: { 'content-type': type },
  body,
})

/** Functions on Vercel's Node runtime, and its edge runtime. */
export const vercelKinds: readonly Kind[] = [
  vercel(
    '(req, res) with a status and JSON',
    `module.exports = (req, res) => { res.status(201).json({ q: req.query, m: req.method }) }`,
    {
      value: { q: { name: 'Ada', x: ['1', '2'] }, m: 'GET' },
      status: 201,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    },
    { request: { path: '/api/a?name=Ada&x=1&x=2' } },
  ),
  vercel(
    'export default function handler',
    `export default function handler(req, res) { res.send('Hello ' + (req.query.name ?? 'World')) }`,
    { value: 'Hello World' },
    { request: { path: '/api/a' } },
  ),
  vercel(
    'export default async arrow',
    `export default async (req, res) => { await new Promise((r) => setTimeout(r, 5)); res.end('done') }`,
    { value: 'done' },
  ),
  vercel(
    'exports.default as compilers make it',
    `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.default = handler;\nfunction handler(req, res) { res.json({ tsc: true }); }`,
    { value: { tsc: true } },
  ),
  vercel('module.exports.default', `module.exports.default = (req, res) => res.send('x')`, { value: 'x' }),
  vercel(
    'a JSON body',
    `module.exports = (req, res) => res.json(req.body)`,
    { value: { a: [1] } },
    { request: post('{"a":[1]}') },
  ),
  vercel(
    'a form body',
    `module.exports = (req, res) => res.json(req.body)`,
    { value: { a: '1', b: 'x y' } },
    { request: post('a=1&b=x+y', 'application/x-www-form-urlencoded') },
  ),
  vercel(
    'a text body',
    `module.exports = (req, res) => res.json({ t: req.body })`,
    { value: { t: 'plain' } },
    { request: post('plain', 'text/plain') },
  ),
  vercel(
    'a binary body',
    `module.exports = (req, res) => res.json({ b: Buffer.isBuffer(req.body), n: req.body.length })`,
    { value: { b: true, n: 3 } },
    { request: post('abc', 'application/octet-stream') },
  ),
  vercel(
    'a broken JSON body',
    `module.exports = (req, res) => { try { res.json(req.body) } catch (error) { res.status(400).json({ error: error.message }) } }`,
    { value: { error: 'Invalid JSON' }, status: 400 },
    { request: { ...post('{'), expect: { status: ['400'] } } },
  ),
  vercel(
    'a broken JSON body nobody catches',
    `module.exports = (req, res) => { res.json(req.body) }`,
    { error: 'Error: Invalid JSON' },
    { request: post('{') },
  ),
  vercel('no body', `module.exports = (req, res) => res.json({ body: req.body === undefined })`, {
    value: { body: true },
  }),
  vercel(
    'reads the body as a stream',
    `module.exports = async (req, res) => { const parts = []; for await (const part of req) parts.push(part); res.end(Buffer.concat(parts).toString().toUpperCase()) }\nmodule.exports.config = { api: { bodyParser: false } }`,
    { value: 'ABC' },
    { request: post('abc', 'text/plain') },
  ),
  vercel(
    'reads the body by events',
    `module.exports = (req, res) => { let text = ''; req.on('data', (c) => { text += c }); req.on('end', () => res.send(text)) }`,
    { value: 'abc' },
    { request: post('abc', 'text/plain') },
  ),
  vercel(
    'cookies',
    `module.exports = (req, res) => res.json(req.cookies)`,
    { value: { a: '1', b: 'x=y' } },
    { request: { headers: { cookie: 'a=1; b=x%3Dy' } } },
  ),
  vercel('sends an object', `module.exports = (req, res) => res.send({ a: 1 })`, {
    value: { a: 1 },
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }),
  vercel('sends text', `module.exports = (req, res) => res.send('<h1>hi</h1>')`, {
    value: '<h1>hi</h1>',
    headers: { 'content-type': 'text/html; charset=utf-8' },
  }),
  vercel('sends a Buffer', `module.exports = (req, res) => res.send(Buffer.from('bin'))`, {
    value: 'bin',
    headers: { 'content-type': 'application/octet-stream' },
  }),
  vercel('sends a number', `module.exports = (req, res) => res.send(42)`, { value: 42 }),
  vercel('sends null', `module.exports = (req, res) => res.status(200).send(null)`, { value: '' }),
  vercel('redirects', `module.exports = (req, res) => res.redirect('/elsewhere')`, {
    status: 307,
    headers: { location: '/elsewhere' },
  }),
  vercel('redirects with a status', `module.exports = (req, res) => res.redirect(301, '/elsewhere')`, {
    status: 301,
  }),
  vercel('204 without a body', `module.exports = (req, res) => res.status(204).end()`, {
    value: '',
    status: 204,
  }),
  vercel('202 without a body', `module.exports = (req, res) => { res.status(202).end() }`, {
    value: '',
    status: 202,
  }),
  vercel(
    'writes head and body',
    `module.exports = (req, res) => { res.writeHead(200, { 'content-type': 'text/plain', 'x-a': 'b' }); res.write('one '); res.end('two') }`,
    { value: 'one two', headers: { 'x-a': 'b' } },
  ),
  vercel(
    'several cookies set',
    `module.exports = (req, res) => { res.setHeader('Set-Cookie', ['a=1', 'b=2']); res.end('ok') }`,
    { value: 'ok', headers: { 'set-cookie': 'a=1,b=2' } },
  ),
  vercel(
    'headers for a cache',
    `module.exports = (req, res) => { res.setHeader('Cache-Control', 's-maxage=60, stale-while-revalidate'); res.json({ now: 1 }) }`,
    { value: { now: 1 } },
  ),
  vercel(
    'its request headers',
    `module.exports = (req, res) => res.json({ host: !!req.headers.host, f: req.headers['x-forwarded-for'] !== undefined, p: req.headers['x-forwarded-proto'] !== undefined, a: req.headers.authorization })`,
    { value: { host: true, f: true, p: true, a: 'Bearer t' } },
    { request: { headers: { authorization: 'Bearer t' } } },
  ),
  vercel(
    'its url',
    `module.exports = (req, res) => res.json({ url: req.url, path: new URL(req.url, 'http://x').pathname })`,
    { value: { url: '/api/a?x=1%2C2', path: '/api/a' } },
    { request: { path: '/api/a?x=1%2C2' } },
  ),
  vercel('throws', `module.exports = () => { throw new Error('broken on purpose') }`, {
    error: 'broken on purpose (api/a.js:1)',
  }),
  vercel('rejects', `module.exports = async () => { await null; throw new TypeError('async trouble') }`, {
    error: 'async trouble',
  }),
  vercel('throws at load', `const x = undefined\nx.y\nmodule.exports = () => {}`, {
    error: "(reading 'y') (api/a.js:2)",
  }),
  vercel('a missing module', `require('not-there')\nmodule.exports = () => {}`, {
    error: "Cannot find module 'not-there'",
  }),
  vercel(
    'never answers',
    `module.exports = () => {}`,
    { error: '' },
    { functionTimeout: '1s', from: 'Vercel: 504 FUNCTION_INVOCATION_TIMEOUT' },
  ),
  vercel(
    'answers 404 by itself',
    `module.exports = (req, res) => res.status(404).json({ error: 'no such user' })`,
    { error: '404' },
  ),
  vercel('no export at all', `const a = 1`, { error: '' }),
  vercel(
    'export GET',
    `export function GET(request) { return Response.json({ url: new URL(request.url).pathname, q: new URL(request.url).searchParams.get('a') }) }`,
    { value: { url: '/api/a', q: '1' } },
    { request: { path: '/api/a?a=1' } },
  ),
  vercel(
    'export async POST',
    `export async function POST(request) { const { a } = await request.json(); return new Response('got ' + a, { status: 201, headers: { 'x-b': 'c' } }) }`,
    { value: 'got 1', status: 201, headers: { 'x-b': 'c' } },
    { request: post('{"a":1}') },
  ),
  vercel(
    'a method that is not there',
    `export function GET() { return new Response('x') }`,
    { error: '405' },
    { request: post('{}') },
  ),
  vercel(
    'HEAD of a GET',
    `export const GET = () => new Response('x', { headers: { 'x-a': '1' } })`,
    { value: '', headers: { 'x-a': '1' } },
    { request: { method: 'HEAD' } },
  ),
  vercel(
    'export default fetch',
    `export default { async fetch(request) { return Response.json({ m: request.method }) } }`,
    { value: { m: 'GET' } },
  ),
  vercel(
    'an edge function',
    `export const config = { runtime: 'edge', regions: ['fra1'] }\nexport default (req) => new Response(JSON.stringify({ edge: true }), { headers: { 'content-type': 'application/json' } })`,
    { value: { edge: true } },
  ),
  vercel(
    'an edge function with waitUntil',
    `export const config = { runtime: 'edge' }\nexport default function (request, context) { context.waitUntil(new Promise((r) => setTimeout(r, 10))); return new Response('later') }`,
    { value: 'later' },
  ),
  vercel(
    'runtime as an export',
    `export const runtime = 'edge'\nexport async function GET() { return new Response('edge get') }`,
    { value: 'edge get' },
  ),
  vercel(
    'maxDuration',
    `export const maxDuration = 30\nexport const config = { maxDuration: 30 }\nexport default (req, res) => res.send('ok')`,
    { value: 'ok' },
  ),
  vercel(
    'a stream by res.write',
    `module.exports = async (req, res) => { for (const part of ['a', 'b', 'c']) { res.write(part); await new Promise((r) => setTimeout(r, 5)) } res.end() }`,
    { value: 'abc' },
  ),
  vercel(
    'pipes a file',
    {
      'api/a.js': `const fs = require('fs'), path = require('path')\nmodule.exports = (req, res) => { res.setHeader('content-type', 'text/plain'); fs.createReadStream(path.join(process.cwd(), 'public', 'a.txt')).pipe(res) }`,
      'public/a.txt': 'from a file',
      'package.json': '{}',
    },
    { value: 'from a file' },
  ),
  vercel(
    'a dynamic route',
    { 'api/users/[id].js': `module.exports = (req, res) => res.json(req.query)`, 'package.json': '{}' },
    { value: { id: '7', x: '1' } },
    { request: { path: '/api/users/7?x=1' } },
  ),
  vercel(
    'two dynamic parts',
    {
      'api/[org]/repos/[repo].js': `module.exports = (req, res) => res.json(req.query)`,
      'package.json': '{}',
    },
    { value: { org: 'a', repo: 'b' } },
    { request: { path: '/api/a/repos/b' } },
  ),
  vercel(
    'a catch-all route',
    {
      'api/[...slug].js': `module.exports = (req, res) => res.json({ s: [req.query.slug ?? req.query['...slug']].flat().join('/') })`,
      'package.json': '{}',
    },
    { value: { s: 'a/b' } },
    { request: { path: '/api/a/b' } },
  ),
  vercel(
    'index in a folder',
    {
      'api/users/index.js': `module.exports = (req, res) => res.json({ url: req.url })`,
      'package.json': '{}',
    },
    { value: { url: '/api/users' } },
    { request: { path: '/api/users' } },
  ),
  vercel(
    'api/index with everything rewritten to it',
    {
      'api/index.js': `module.exports = (req, res) => res.json({ url: req.url })`,
      'vercel.json': '{"rewrites":[{"source":"/(.*)","destination":"/api"}]}',
      'package.json': '{}',
    },
    { part: { url: '/orders/7' } },
    { request: { path: '/orders/7' } },
  ),
  vercel(
    'a rewrite with a parameter',
    {
      'api/post.js': `module.exports = (req, res) => res.json(req.query)`,
      'vercel.json': '{"rewrites":[{"source":"/blog/:slug","destination":"/api/post?from=rewrite"}]}',
      'package.json': '{}',
    },
    { part: { slug: 'hi', from: 'rewrite' } },
    { request: { path: '/blog/hi' } },
  ),
  vercel(
    'express',
    {
      'api/index.js': `const express = require('express')\nconst app = express()\napp.use(express.json())\napp.get('/api', (req, res) => res.json({ express: true }))\nmodule.exports = app\n`,
    },
    { value: { express: true } },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'express reads a JSON body',
    {
      'api/index.js': `const app = require('express')()\napp.use(require('express').json())\napp.post('/api', (req, res) => res.json({ got: req.body }))\nmodule.exports = app\n`,
    },
    { value: { got: { a: 1 } } },
    { packages: 'own-functions', request: post('{"a":1}', 'application/json', '/api') },
  ),
  vercel(
    'a link to a module that imports and reads what is beside it',
    {
      'src/a.mjs': `import { readFileSync } from 'node:fs'\nimport { dep } from './dep.mjs'\nconst data = readFileSync(new URL('./data.txt', import.meta.url), 'utf8')\nexport default (req, res) => res.end(dep + data)\n`,
      'src/dep.mjs': `export const dep = 'beside '\n`,
      'src/data.txt': 'the target',
      'package.json': '{}',
    },
    { value: 'beside the target' },
    { entry: 'api/a.mjs', links: { 'api/a.mjs': '../src/a.mjs' }, deployed: true },
  ),
  vercel(
    'express that listens',
    {
      'api/index.js': `const app = require('express')()\napp.get('/api', (req, res) => res.send('listening'))\napp.listen(3000)\n`,
    },
    { value: 'listening' },
    { packages: 'own-functions', request: { path: '/api' }, deployed: true },
  ),
  vercel(
    'fastify that listens in an ES module',
    {
      'api/index.mjs': `import fastify from 'fastify'\nconst app = fastify()\napp.get('/api', async () => ({ fastify: true }))\nawait app.listen({ port: 3000 })\n`,
    },
    { value: { fastify: true } },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'a server that listens beside exports that are no functions',
    {
      'api/index.mjs': `import { createServer } from 'node:http'\nexport const server = createServer((req, res) => res.end('named'))\nserver.listen(3000)\n`,
      'package.json': '{}',
    },
    { value: 'named' },
    { deployed: true },
  ),
  vercel(
    'a server that listens a while after the module was loaded',
    {
      'api/index.mjs': `import { createServer } from 'node:http'\nsetTimeout(() => createServer((req, res) => res.end('late')).listen(3000), 300)\n`,
      'package.json': '{}',
    },
    { value: 'late' },
    { deployed: true },
  ),
  vercel(
    'express that listens and is exported',
    {
      'api/index.js': `const app = require('express')()\napp.get('/api', (req, res) => res.send('both'))\napp.listen(3000, () => console.log('ready'))\nmodule.exports = app\n`,
    },
    { value: 'both' },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'an http.Server',
    {
      'api/index.js': `const http = require('http')\nmodule.exports = http.createServer((req, res) => res.end('server ' + req.url))\n`,
      'package.json': '{}',
    },
    { value: 'server /api' },
    { request: { path: '/api' } },
  ),
  vercel(
    'koa',
    {
      'api/index.js': `const Koa = require('koa')\nconst app = new Koa()\napp.use((ctx) => { ctx.body = { koa: ctx.path } })\nmodule.exports = app.callback()\n`,
    },
    { value: { koa: '/api' } },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'fastify',
    {
      'api/index.js': `const app = require('fastify')()\napp.get('/api', async () => ({ fastify: true }))\nmodule.exports = async (req, res) => { await app.ready(); app.server.emit('request', req, res) }\n`,
    },
    { value: { fastify: true } },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'hono as default',
    {
      'api/index.mjs': `import { Hono } from 'hono'\nconst app = new Hono().basePath('/api')\napp.get('/', (c) => c.json({ hono: true }))\nexport default app\n`,
    },
    { value: { hono: true } },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'hono’s handle',
    {
      'api/index.mjs': `import { Hono } from 'hono'\nimport { handle } from 'hono/vercel'\nconst app = new Hono().basePath('/api')\napp.get('/', (c) => c.json({ handle: true }))\nexport default handle(app)\n`,
    },
    { value: { handle: true } },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'graphql-yoga',
    {
      'api/graphql.mjs': `import { createSchema, createYoga } from 'graphql-yoga'\nexport default createYoga({ graphqlEndpoint: '/api/graphql', schema: createSchema({ typeDefs: 'type Query { hi: String }', resolvers: { Query: { hi: () => 'yoga' } } }) })\n`,
    },
    { value: { data: { hi: 'yoga' } } },
    { packages: 'own-functions', request: post('{"query":"{hi}"}', 'application/json', '/api/graphql') },
  ),
  vercel(
    'waitUntil of @vercel/functions',
    {
      'api/a.mjs': `import { waitUntil } from '@vercel/functions'\nexport function GET() { waitUntil(Promise.resolve()); return new Response('waits') }\n`,
    },
    { value: 'waits' },
    { packages: 'own-functions' },
  ),
  vercel(
    'geolocation and ipAddress',
    {
      'api/a.mjs': `import { geolocation, ipAddress } from '@vercel/functions'\nexport function GET(request) { return Response.json({ ip: ipAddress(request) !== undefined, geo: typeof geolocation(request) }) }\n`,
    },
    { part: { geo: 'object', ip: true } },
    { packages: 'own-functions' },
  ),
  vercel(
    'cors with a wrapper',
    `const allowCors = (fn) => async (req, res) => { res.setHeader('Access-Control-Allow-Origin', '*'); if (req.method === 'OPTIONS') { res.status(200).end(); return } return await fn(req, res) }\nmodule.exports = allowCors((req, res) => res.end('cors'))`,
    { value: 'cors', headers: { 'access-control-allow-origin': '*' } },
    { from: 'vercel.com/guides/how-to-enable-cors' },
  ),
  vercel(
    'its variables',
    `module.exports = (req, res) => res.json({ v: process.env.VERCEL, e: typeof process.env.VERCEL_ENV, r: typeof process.env.VERCEL_REGION, n: process.env.NODE_ENV, t: process.env.TZ })`,
    { part: { v: '1', e: 'string', r: 'string', n: 'production' } },
  ),
  vercel(
    'a module package',
    {
      'api/a.js': `import { x } from '../lib/x.js'\nexport default (req, res) => res.send(x)`,
      'lib/x.js': `export const x = 'esm'`,
      'package.json': '{"type":"module"}',
    },
    { value: 'esm' },
  ),
  vercel(
    'found by its place',
    { 'api/hello.js': `module.exports = (req, res) => res.send('found')`, 'package.json': '{}' },
    { value: 'found' },
    { found: true },
  ),
  vercel(
    'a default export outside of api/',
    { 'server.js': `export default (req, res) => res.send('outside')`, 'package.json': '{"type":"module"}' },
    { value: 'outside' },
  ),
  vercel(
    'an image',
    `module.exports = (req, res) => { res.setHeader('content-type', 'image/gif'); res.send(Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')) }`,
    { headers: { 'content-type': 'image/gif' } },
  ),
  vercel(
    'server-sent events',
    `export async function GET() { const stream = new ReadableStream({ async start(c) { const e = new TextEncoder(); for (let i = 0; i < 3; i++) { c.enqueue(e.encode('data: ' + i + '\\n\\n')); await new Promise((r) => setTimeout(r, 5)) } c.close() } }); return new Response(stream, { headers: { 'content-type': 'text/event-stream' } }) }`,
    { value: 'data: 0\n\ndata: 1\n\ndata: 2\n\n' },
  ),
  vercel(
    'a response with a default value',
    `export default function handler(req, res = {}) { res.end('default value') }`,
    { value: 'default value' },
  ),
  vercel(
    'a request without parentheses and a Response of two',
    `export default async request => new Response(request.method, { status: 201 })`,
    { value: 'GET', status: 201 },
  ),
  vercel(
    'an optional catch-all route',
    {
      'api/[[...route]].mjs': `import { Hono } from 'hono'\nimport { handle } from 'hono/vercel'\nconst app = new Hono().basePath('/api')\napp.get('/hello', (c) => c.json({ all: 'of them' }))\nexport const GET = handle(app)\nexport const POST = GET`,
    },
    { value: { all: 'of them' } },
    { packages: 'own-functions', request: { path: '/api/hello' } },
  ),
  vercel(
    'elysia as default',
    {
      'api/index.mjs': `import { Elysia } from 'elysia'\nexport default new Elysia().get('/api', () => 'elysia')`,
    },
    { value: 'elysia' },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
  vercel(
    'routes of vercel.json',
    {
      'api/a.js': `module.exports = (req, res) => res.json({ u: req.url.split('?')[0], q: req.query })`,
      'vercel.json':
        '{"routes":[{"src":"/blog/(?<slug>[^/]+)","dest":"/api/a?slug=$slug","methods":["GET"]},{"src":"/(.*)","dest":"/api/a?rest=$1"}]}',
      'package.json': '{}',
    },
    { value: { u: '/blog/hi', q: { slug: 'hi' } } },
    { elsewhere: { refused: 'which coldstart does not bring along' }, request: { path: '/blog/hi' } },
  ),
  vercel(
    'a rewrite that wants a header, and one that does not',
    {
      'api/a.js': `module.exports = (req, res) => res.json(req.query)`,
      'vercel.json':
        '{"rewrites":[{"source":"/p/:id(\\\\d+)","has":[{"type":"header","key":"x-beta"}],"destination":"/api/a?beta=1"},{"source":"/p/:id(\\\\d+)","missing":[{"type":"cookie","key":"seen"}],"destination":"/api/a?num=:id"}]}',
      'package.json': '{}',
    },
    { value: { num: '12' } },
    { elsewhere: { refused: 'which coldstart does not bring along' }, request: { path: '/p/12' } },
  ),
  vercel(
    'a vercel.json that is no JSON',
    {
      'api/a.js': `module.exports = (req, res) => res.send('x')`,
      'vercel.json': '{ "rewrites": [], }',
      'package.json': '{}',
    },
    { refused: 'vercel.json' },
  ),
  vercel(
    'api/ wins over an export called handler too',
    {
      'api/a.js': `export async function handler(event) { return 'for Lambda' }\nexport default (req, res) => res.send('for Vercel')`,
      'package.json': '{}',
    },
    { value: 'for Vercel' },
    { found: true },
  ),
  vercel(
    'forks a program beside it',
    {
      'api/a.js': `const { fork } = require('child_process')
module.exports = (req, res) => { const child = fork(require('path').join(__dirname, 'helper.js')); child.once('message', (word) => { child.disconnect(); res.json(word) }) }`,
      'api/helper.js': `process.send(require('./helper-part').word)`,
      'api/helper-part.js': `exports.word = 'from the helper'`,
      'package.json': '{}',
    },
    { value: 'from the helper' },
    { deployed: true },
  ),
]
