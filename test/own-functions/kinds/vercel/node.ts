import type { Kind } from '../kind.ts'
import { post, vercel } from './rows.ts'

/** Handlers of (req, res): how they are exported, what they read and answer, how they fail. */
export const nodeHandlers: readonly Kind[] = [
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
]
