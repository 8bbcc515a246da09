import type { Kind } from '../kind.ts'
import { post, vercel } from './rows.ts'

/** Frameworks, servers that listen, and packages of others. */
export const frameworks: readonly Kind[] = [
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
    'elysia as default',
    {
      'api/index.mjs': `import { Elysia } from 'elysia'\nexport default new Elysia().get('/api', () => 'elysia')`,
    },
    { value: 'elysia' },
    { packages: 'own-functions', request: { path: '/api' } },
  ),
]
