import type { Kind } from '../kind.ts'
import { netlify, post } from './rows.ts'

/** The current kind: a default export that takes a Request. */
export const secondApi: readonly Kind[] = [
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
]
