import type { Kind } from '../kind.ts'
import { netlify } from './rows.ts'

/** Where a function lies, in which language, and what finds it. */
export const projects: readonly Kind[] = [
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
