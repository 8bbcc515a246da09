import { type Kind, kindsOf } from './kind.ts'

const google = kindsOf(
  { contract: 'google', from: '@google-cloud/functions-framework 5', packages: 'functions-framework' },
  { entry: 'index.js' },
)
const framework = `const functions = require('@google-cloud/functions-framework')\n`
const post = (body: string, type = 'application/json') => ({
  method: 'POST' as const,
  headers: { 'content-type': type },
  body,
})
const pubsub = JSON.stringify({
  message: { data: Buffer.from('Ada').toString('base64'), messageId: '1' },
  subscription: 'projects/p/subscriptions/s',
})

/** Functions for Google's Functions Framework. */
export const googleKinds: readonly Kind[] = [
  google(
    'http by name',
    `${framework}functions.http('helloHttp', (req, res) => { res.send(\`Hello \${req.query.name || req.body.name || 'World'}!\`) })`,
    { value: 'Hello Ada!' },
    { request: { path: '/?name=Ada' } },
  ),
  google(
    'http destructured',
    `const { http } = require('@google-cloud/functions-framework')\nhttp('hello', async (req, res) => { res.status(201).json({ a: req.body.a }) })`,
    { value: { a: 1 }, status: 201 },
    { request: post('{"a":1}') },
  ),
  google(
    'exports one function',
    { 'index.js': `exports.helloWorld = (req, res) => { res.send('Hello, World') }` },
    { value: 'Hello, World' },
  ),
  google(
    'exports one function, by name',
    {
      'index.js': `exports.helloWorld = (req, res) => res.send('named')\nexports.other = (req, res) => res.send('other')`,
    },
    { value: 'other' },
    { exported: 'other' },
  ),
  google(
    'exports several functions',
    { 'index.js': `exports.a = (req, res) => res.send('a')\nexports.b = (req, res) => res.send('b')` },
    { refused: '--export a' },
  ),
  google(
    'registers several functions',
    `${framework}functions.http('a', (q, s) => s.send('a'))\nfunctions.http('b', (q, s) => s.send('b'))`,
    { refused: '--export a' },
  ),
  google(
    'one of several registered',
    `${framework}functions.http('a', (q, s) => s.send('a'))\nfunctions.http('b', (q, s) => s.send('b'))`,
    { value: 'b' },
    { exported: 'b' },
  ),
  google(
    'in ESM',
    {
      'index.mjs': `import functions from '@google-cloud/functions-framework'\nfunctions.http('esm', (req, res) => res.json({ esm: true }))`,
    },
    { value: { esm: true } },
  ),
  google(
    'in ESM by name',
    {
      'index.mjs': `import { http } from '@google-cloud/functions-framework'\nhttp('esm', (req, res) => res.json({ esm: 2 }))`,
    },
    { value: { esm: 2 } },
  ),
  google(
    'in TypeScript',
    {
      'src/index.ts': `import * as ff from '@google-cloud/functions-framework'\nff.http('TypescriptFunction', (req: ff.Request, res: ff.Response) => { res.send('OK') })`,
    },
    { value: 'OK' },
  ),
  google(
    'a CloudEvent',
    `${framework}functions.cloudEvent('onEvent', (event) => { if (event.data === undefined || !event.id) throw new Error('no data'); console.log(event.type) })`,
    { status: 204 },
  ),
  google(
    'a CloudEvent with data',
    `${framework}functions.cloudEvent('onEvent', (event) => { if (Buffer.from(event.data.message.data, 'base64').toString() !== 'Ada') throw new Error('no name: ' + JSON.stringify(event.data)) })`,
    { status: 204 },
    { request: post(pubsub) },
  ),
  google(
    'a CloudEvent that fails',
    `${framework}functions.cloudEvent('onEvent', () => { throw new Error('cannot handle it') })`,
    { error: 'cannot handle it' },
  ),
  google(
    'its raw body and content type',
    `${framework}functions.http('raw', (req, res) => res.json({ raw: req.rawBody.toString(), t: req.get('content-type') }))`,
    { value: { raw: 'a=1', t: 'application/x-www-form-urlencoded' } },
    { request: post('a=1', 'application/x-www-form-urlencoded') },
  ),
  google(
    'a text body',
    `${framework}functions.http('text', (req, res) => res.send(typeof req.body + ' ' + req.body))`,
    { value: 'string plain' },
    { request: post('plain', 'text/plain') },
  ),
  google(
    'CORS by hand',
    `${framework}functions.http('cors', (req, res) => { res.set('Access-Control-Allow-Origin', '*'); if (req.method === 'OPTIONS') { res.status(204).send('') } else { res.send('Hello World!') } })`,
    { value: 'Hello World!', headers: { 'access-control-allow-origin': '*' } },
    { from: 'GoogleCloudPlatform/nodejs-docs-samples functions/http/corsEnabledFunction' },
  ),
  google(
    'a method it does not take',
    `${framework}functions.http('m', (req, res) => { switch (req.method) { case 'GET': res.status(200).send('Hello World!'); break; default: res.status(405).send({ error: 'Something blew up!' }) } })`,
    { error: '405' },
    { request: { method: 'PUT', body: 'x' } },
  ),
  google(
    'a path of its own',
    `${framework}functions.http('p', (req, res) => res.json({ p: req.path, u: req.originalUrl }))`,
    { value: { p: '/users/7', u: '/users/7?x=1' } },
    { request: { path: '/users/7?x=1' } },
  ),
  google(
    'an express app',
    `const express = require('express')\nconst app = express()\napp.get('/hi', (req, res) => res.json({ express: true }))\nexports.app = app`,
    { value: { express: true } },
    { elsewhere: 'the stand-in of Google’s build has the framework alone', request: { path: '/hi' } },
  ),
  google(
    'an express app that is registered',
    `${framework}const app = require('express')()\napp.get('/hi', (req, res) => res.json({ express: 2 }))\nfunctions.http('api', app)`,
    { value: { express: 2 } },
    { elsewhere: 'the stand-in of Google’s build has the framework alone', request: { path: '/hi' } },
  ),
  google('throws', `${framework}functions.http('bad', () => { throw new Error('broken here') })`, {
    error: 'broken here',
  }),
  google('rejects', `${framework}functions.http('bad', async () => { throw new Error('rejected here') })`, {
    error: 'rejected here',
  }),
  google(
    'a stream',
    `${framework}functions.http('s', async (req, res) => { res.set('content-type', 'text/plain'); res.write('a'); await new Promise((r) => setTimeout(r, 5)); res.end('b') })`,
    { value: 'ab' },
  ),
  google(
    'writes JSON to its log',
    `${framework}functions.http('l', (req, res) => { console.log(JSON.stringify({ severity: 'NOTICE', message: 'structured' })); res.send('logged') })`,
    { value: 'logged' },
  ),
  google(
    'globals at load',
    `${framework}const start = Date.now()\nlet count = 0\nfunctions.http('g', (req, res) => res.send(String(++count) + typeof start))`,
    { value: '1number' },
  ),
  google(
    'its variables',
    `${framework}functions.http('env', (req, res) => res.json({ s: process.env.K_SERVICE, t: process.env.FUNCTION_TARGET, y: process.env.FUNCTION_SIGNATURE_TYPE, p: process.env.PORT, x: process.env.X }))`,
    { value: { s: 'index', t: 'env', y: 'http', p: '8080', x: 'y' } },
    { elsewhere: { part: { t: 'env', x: 'y', y: 'http' } }, env: { X: 'y' }, isAlone: true },
  ),
  google(
    'writes to /tmp',
    `${framework}const fs = require('fs')\nfunctions.http('t', (req, res) => { fs.writeFileSync('/tmp/x.txt', 'x'); res.send(fs.readFileSync('/tmp/x.txt')) })`,
    { value: 'x' },
  ),
  google(
    'found by what it uses',
    `${framework}functions.http('f', (req, res) => res.send('found'))`,
    { value: 'found' },
    { found: true },
  ),
  google(
    'found by package.json',
    {
      'index.js': `exports.hello = (req, res) => res.send('manifest')`,
      'package.json': '{"dependencies":{"@google-cloud/functions-framework":"^5"}}',
    },
    { value: 'manifest' },
    { found: true },
  ),
  google(
    'registered in another module',
    {
      'index.js': `require('./src/http')`,
      'src/http.js': `${framework}functions.http('inner', (req, res) => res.send('inner'))`,
    },
    { value: 'inner' },
  ),
  google(
    'a standard fetch handler',
    {
      'index.mjs': `export default { fetch: (request) => Response.json({ u: new URL(request.url).pathname }) }`,
    },
    { value: { u: '/x' } },
    { request: { path: '/x' } },
  ),
  google(
    'a background event function',
    `exports.helloPubSub = (event, context) => { if (!context) throw new Error('no context'); console.log(event) }`,
    { error: '' },
    { functionTimeout: '1s', from: '1st generation signatures need --signature-type=event; not one of ours' },
  ),
  google(
    'a CloudEvent with the type of its data',
    {
      'index.ts': `import { cloudEvent, CloudEvent } from '@google-cloud/functions-framework'\ninterface Order { id?: number }\ncloudEvent<Order>('onOrder', async (event: CloudEvent<Order>) => { console.log(event.data) })`,
    },
    { status: 204 },
  ),
  google(
    'what tsc makes of a registration, beside an export',
    {
      'dist/index.js': `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.VERSION = void 0;\nconst functions_framework_1 = require("@google-cloud/functions-framework");\nexports.VERSION = '1';\n(0, functions_framework_1.cloudEvent)('onOrder', async (event) => { if (!event.id) throw new Error('no event') });\n`,
      'package.json': '{"main":"dist/index.js"}',
    },
    { status: 204 },
    { from: 'typescript 5, module commonjs' },
  ),
  google(
    'registered under a constant',
    `${framework}const NAME = 'byConstant'\nfunctions.http(NAME, (req, res) => res.send(NAME))`,
    { value: 'byConstant' },
  ),
  google(
    'the target of the start script',
    {
      'index.js': `exports.a = (req, res) => res.send('a')\nexports.b = (req, res) => res.send('b')`,
      'package.json': '{"scripts":{"start":"npx functions-framework --target b --port=8081"}}',
    },
    { value: 'b' },
    { from: 'functions-framework-nodejs README, quickstart' },
  ),
  google(
    'the signature of the start script',
    {
      'index.js': `exports.onEvent = (event) => { if (!event.type) throw new Error('no event') }`,
      'package.json':
        '{"scripts":{"start":"functions-framework --target=onEvent --signature-type=cloudevent"}}',
    },
    { status: 204 },
    {
      elsewhere: { refused: 'stands in a script of package.json alone' },
      from: 'functions-framework-nodejs README, CloudEvents',
    },
  ),
  google(
    'the framework’s own default name',
    { 'index.js': `exports.function = (req, res) => res.send('default name')\nexports.help = () => 1` },
    { value: 'default name' },
  ),
  google(
    'a target by a variable',
    { 'index.js': `exports.a = (req, res) => res.send('a')\nexports.b = (req, res) => res.send('b')` },
    { refused: 'say --export instead' },
    { env: { FUNCTION_TARGET: 'b' } },
  ),
  google(
    'a default export of (req, res)',
    { 'index.mjs': `export default function hello(req, res) { res.send('default') }` },
    { error: 'res.send is not a function' },
    { from: 'a default export is a fetch handler; the framework finds functions by name' },
  ),
]
