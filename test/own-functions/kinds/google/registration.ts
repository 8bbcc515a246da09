import type { Kind } from '../kind.ts'
import { framework, google, post } from './rows.ts'

/** How a function is registered, exported and found. */
export const registrations: readonly Kind[] = [
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
