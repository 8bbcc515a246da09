import { describe, expect, it } from 'vitest'
import { type OwnFunction, serveOwn, serveTogether } from './support/own-function.ts'

/** Sends a first piece, and a second one only when the caller has been heard of again. */
const GATED = `
import { createServer } from 'node:http'
const gate = createServer()
const opened = new Promise((resolve) => gate.once('request', (req, res) => { res.end(); resolve() }))
await new Promise((resolve) => gate.listen(0, '127.0.0.1', resolve))
const url = 'http://127.0.0.1:' + gate.address().port
`

const streams = {
  '(req, res)': 'export default async (req, res) => { res.write(url); await opened; res.end("rest") }',
  GET: 'export const GET = () => new Response(new ReadableStream({ async start(c) { const e = new TextEncoder(); c.enqueue(e.encode(url)); await opened; c.enqueue(e.encode("rest")); c.close() } }))',
}

const forms = new Map([
  [
    'export default { fetch }',
    'export default { fetch: (r) => new Response(r.method + new URL(r.url).pathname) }',
  ],
  [
    'a default function of a Request',
    'export default (r) => new Response(r.method + new URL(r.url).pathname)',
  ],
  [
    'an edge function',
    `export const config = { runtime: 'edge' }
    export default function handler(r, ...more) { return new Response(r.method + new URL(r.url).pathname) }`,
  ],
  [
    'an app that has fetch',
    `class App { get(r) { return new Response(r.method + new URL(r.url).pathname) } fetch(r) { return this.get(r) } }
    export default new App()`,
  ],
  [
    'an http.Server',
    `import { createServer } from 'node:http'
    export default createServer((req, res) => res.end(req.method + req.url))`,
  ],
  [
    'a server that listens by itself',
    `import { createServer } from 'node:http'
    createServer((req, res) => res.end(req.method + req.url)).listen(3000)`,
  ],
])

const HELPERS = `module.exports = (req, res) => req.query.to
  ? res.redirect(req.query.to)
  : res.status(201).send({ query: req.query, cookies: req.cookies, body: req.body, env: process.env.NODE_ENV })`

const project = {
  'api/users/[id].js': 'module.exports = (req, res) => res.json([req.url, req.query])',
  'api/users/index.js': 'module.exports = (req, res) => res.json([req.url, process.cwd()])',
  'vercel.json': '{"rewrites":[{"source":"/u/:id","destination":"/api/users/:id"}]}',
}

const one = (code: string, path = 'a.mjs'): OwnFunction => ({
  contract: 'vercel',
  files: { [path]: code },
  path,
})
const bare = new Map([
  ['GET, 204', '(req, res) => res.writeHead(204).end()'],
  ['GET, 304', '(req, res) => res.writeHead(304).end()'],
  ['HEAD', '(req, res) => res.end("never sent")'],
])
const inProject = (path: string): OwnFunction => ({ contract: 'vercel', files: project, path })

const numbered = (prefix: string, codes: readonly string[]) =>
  Object.fromEntries(codes.map((code, index) => [`${prefix}${index}`, one(code)]))

const served = serveTogether<string>({
  ...numbered(
    'stream',
    Object.values(streams).map((code) => GATED + code),
  ),
  ...numbered('form', [...forms.values()]),
  ...numbered(
    'bare',
    [...bare.values()].map((code) => `export default ${code}`),
  ),
  helpers: one(HELPERS, 'a.js'),
  nothing: one('export default 1'),
  dynamic: inProject('api/users/[id].js'),
  index: inProject('api/users/index.js'),
})

/** Reads the first piece of a reply, which names a URL; the rest comes only after that was called. */
async function readGated(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = await reader?.read()
  await fetch(first?.value ?? '')
  let rest = ''
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) rest += next.value
  return rest
}

describe('a Vercel function streams its reply', () => {
  it.each(Object.keys(streams).map((form, index) => [form, `stream${index}`]))('%s', async (_, name) => {
    expect(await readGated(await fetch(served(name).url))).toBe('rest')
  })
})

describe('the forms of a Vercel function', () => {
  it.each([...forms.keys()].map((form, index) => [form, `form${index}`]))('%s', async (_, name) => {
    const reply = await fetch(served(name).url)
    expect([reply.status, await reply.text()]).toEqual([200, `GET/api/${name}`])
  })

  it('has the helpers that Vercel adds to (req, res)', async () => {
    const { url } = served('helpers')
    const headers = { cookie: 'c=1', 'content-type': 'application/x-www-form-urlencoded' }
    const reply = await fetch(`${url}?name=Ada`, { method: 'POST', headers, body: 'a=1' })
    expect([reply.status, reply.headers.get('content-type'), await reply.json()]).toEqual([
      201,
      'application/json; charset=utf-8',
      { query: { name: 'Ada' }, cookies: { c: '1' }, body: { a: '1' }, env: 'production' },
    ])
    const sent = await fetch(`${url}?to=/b`, { redirect: 'manual' })
    expect([sent.status, sent.headers.get('location')]).toEqual([307, '/b'])
  })

  it('that exports nothing to call fails with words of its own', async () => {
    expect((await fetch(served('nothing').url)).status).toBe(500)
  })
})

describe('where a Vercel function is found', () => {
  it('a dynamic part of its path, and a rewrite’s, are in its query', async () => {
    const { url, siteUrl } = served('dynamic')
    expect(url).toBe(`${siteUrl}/api/users/id`)
    const paths = ['/api/users/7?x=1,2', '/u/7']
    const seen = await Promise.all(paths.map(async (path) => (await fetch(siteUrl + path)).json()))
    expect(seen).toEqual([
      ['/api/users/7?x=1%2C2&id=7', { x: '1,2', id: '7' }],
      ['/u/7?id=7', { id: '7' }],
    ])
  })

  it('an index is called by its folder, and runs in the project’s', async () => {
    const { url, siteUrl, ownName } = served('index')
    expect([url, ownName]).toEqual([`${siteUrl}/api/users`, 'users'])
    const [seen, cwd] = (await (await fetch(url)).json()) as string[]
    expect([seen, cwd?.endsWith('/task')]).toEqual(['/api/users', true])
  })
})

const environmentOf = (response: Response) =>
  JSON.parse(response.headers.get('x-coldstart-instance') ?? '{}').id as string

describe('the environment after a reply', () => {
  it.each([...bare.keys()].map((form, index) => [form, `bare${index}`]))(
    'without a body (%s) is free for the next request',
    async (form, name) => {
      const [method = 'GET'] = form.split(',')
      const seen = new Set<string>()
      for (let asked = 0; asked < 6; asked++)
        seen.add(environmentOf(await fetch(served(name).url, { method })))
      expect(seen.size).toBe(1)
    },
  )

  it('whose caller has left works on', async () => {
    const code = `let n = 0
      export default (req, res) => { res.write('part'); if (n++ > 0) return res.end(); setTimeout(() => res.end('rest'), 100) }`
    const { url } = await serveOwn('vercel', { 'a.mjs': code }, 'a.mjs', { maxEnvironments: 1 })
    const leaving = new AbortController()
    const first = await fetch(url, { signal: leaving.signal })
    leaving.abort()
    let next = await fetch(url)
    while (next.status === 429) next = await fetch(url)
    expect([next.status, environmentOf(next)]).toEqual([200, environmentOf(first)])
  })
})
