import type { Kind } from '../kind.ts'
import { vercel } from './rows.ts'

/** Files whose names are routes, and what vercel.json makes of an address. */
export const routes: readonly Kind[] = [
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
    'an optional catch-all route',
    {
      'api/[[...route]].mjs': `import { Hono } from 'hono'\nimport { handle } from 'hono/vercel'\nconst app = new Hono().basePath('/api')\napp.get('/hello', (c) => c.json({ all: 'of them' }))\nexport const GET = handle(app)\nexport const POST = GET`,
    },
    { value: { all: 'of them' } },
    { packages: 'own-functions', request: { path: '/api/hello' } },
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
]
