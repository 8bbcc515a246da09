import type { Kind } from '../kind.ts'
import { lambda, own, post } from './rows.ts'

/** Frameworks, adapters and fetch handlers. */
export const frameworks: readonly Kind[] = [
  lambda(
    'express behind serverless-http',
    `import express from 'express'\nimport serverless from 'serverless-http'\nconst app = express()\napp.use(express.json())\napp.post('/users/:id', (req, res) => res.status(201).json({ id: req.params.id, ...req.body }))\nexport const handler = serverless(app)`,
    { value: { id: '7', a: 1 }, status: 201 },
    { ...own, request: post('{"a":1}', 'application/json', '/users/7') },
  ),
  lambda(
    'express behind serverless-express',
    `import express from 'express'\nimport serverlessExpress from '@codegenie/serverless-express'\nconst app = express()\napp.get('/hi', (req, res) => res.json({ hi: req.query.name }))\nexport const handler = serverlessExpress({ app })`,
    { value: { hi: 'Ada' } },
    {
      ...own,
      request: { method: 'GET', path: '/hi?name=Ada' },
      node24: { error: 'CallbackHandlerDeprecated' },
    },
  ),
  lambda(
    'fastify',
    `import Fastify from 'fastify'\nimport awsLambdaFastify from '@fastify/aws-lambda'\nconst app = Fastify()\napp.get('/hi', async (request) => ({ hi: request.query.name }))\nexport const handler = awsLambdaFastify(app)\nawait app.ready()`,
    { value: { hi: 'Ada' } },
    {
      ...own,
      request: { method: 'GET', path: '/hi?name=Ada' },
    },
  ),
  lambda(
    'koa behind serverless-http',
    `import Koa from 'koa'\nimport serverless from 'serverless-http'\nconst app = new Koa()\napp.use((ctx) => { ctx.body = { path: ctx.path } })\nexport const handler = serverless(app)`,
    { value: { path: '/k' } },
    { ...own, request: { method: 'GET', path: '/k' } },
  ),
  lambda(
    'hono',
    `import { Hono } from 'hono'\nimport { handle } from 'hono/aws-lambda'\nconst app = new Hono()\napp.get('/hi/:name', (c) => c.json({ hi: c.req.param('name') }))\nexport const handler = handle(app)`,
    { value: { hi: 'Ada' } },
    { ...own, request: { method: 'GET', path: '/hi/Ada' } },
  ),
  lambda(
    'hono, streamed',
    `import { Hono } from 'hono'\nimport { streamHandle } from 'hono/aws-lambda'\nimport { streamText } from 'hono/streaming'\nconst app = new Hono()\napp.get('/s', (c) => streamText(c, async (s) => { await s.write('a'); await s.write('b') }))\nexport const handler = streamHandle(app)`,
    { value: 'ab' },
    { ...own, request: { method: 'GET', path: '/s' } },
  ),
  lambda(
    'lambda-api',
    `import createAPI from 'lambda-api'\nconst api = createAPI()\napi.get('/status', async () => ({ status: 'ok' }))\nexport const handler = async (event, context) => api.run(event, context)`,
    { value: { status: 'ok' } },
    { ...own, request: { method: 'GET', path: '/status' } },
  ),
  lambda(
    'middy',
    `import middy from '@middy/core'\nexport const handler = middy().before((request) => { request.event.seen = true }).after((request) => { request.response.headers = { 'x-m': '1' } }).handler(async (event) => ({ statusCode: 200, body: String(event.seen) }))`,
    { value: true, headers: { 'x-m': '1' } },
    own,
  ),
  lambda(
    'powertools',
    `import { Logger } from '@aws-lambda-powertools/logger'\nconst logger = new Logger({ serviceName: 's' })\nexport const handler = async (event, context) => { logger.addContext(context); logger.info('called', { a: 1 }); return { statusCode: 200, body: 'logged' } }`,
    { value: 'logged' },
    own,
  ),
  lambda(
    'tRPC',
    `import { initTRPC } from '@trpc/server'\nimport { awsLambdaRequestHandler } from '@trpc/server/adapters/aws-lambda'\nconst t = initTRPC.create()\nconst router = t.router({ hi: t.procedure.query(() => 'trpc') })\nexport const handler = awsLambdaRequestHandler({ router })`,
    { value: { result: { data: 'trpc' } } },
    { ...own, request: { method: 'GET', path: '/hi' } },
  ),
  lambda(
    'a standard fetch handler',
    `export default { fetch: (request) => Response.json({ u: new URL(request.url).pathname, m: request.method }) }`,
    { value: { u: '/x', m: 'GET' } },
    { request: { method: 'GET', path: '/x' }, from: 'hono/aws-lambda' },
  ),
  lambda(
    'a fetch handler that streams',
    `export default { fetch: () => new Response(new ReadableStream({ async start(c) { const e = new TextEncoder(); c.enqueue(e.encode('a')); await new Promise((r) => setTimeout(r, 5)); c.enqueue(e.encode('b')); c.close() } })) }`,
    { value: 'ab' },
    { from: 'hono/aws-lambda' },
  ),
  lambda(
    'hono as a fetch handler',
    `import { Hono } from 'hono'\nconst app = new Hono()\napp.post('/x', async (c) => c.json(await c.req.json(), 201))\nexport default app`,
    { value: { a: 1 }, status: 201 },
    { ...own, request: post('{"a":1}', 'application/json', '/x'), from: 'hono/aws-lambda' },
  ),
  lambda(
    'itty-router as a fetch handler',
    `import { AutoRouter } from 'itty-router'\nconst router = AutoRouter()\nrouter.get('/hi/:name', ({ params }) => ({ hi: params.name }))\nexport default { ...router }`,
    { value: { hi: 'Ada' } },
    { ...own, request: { method: 'GET', path: '/hi/Ada' }, from: 'hono/aws-lambda' },
  ),
  lambda(
    'a default export that is no fetch handler',
    `export default async (event) => ({ statusCode: 200, body: 'x' })`,
    { error: 'a standard fetch handler returns a Response' },
  ),
  lambda(
    'Apollo Server, found by its integration',
    `import { ApolloServer } from '@apollo/server'\nimport { startServerAndCreateLambdaHandler, handlers } from '@as-integrations/aws-lambda'\nconst server = new ApolloServer({ typeDefs: 'type Query { hello: String }', resolvers: { Query: { hello: () => 'world' } } })\nexport const graphqlHandler = startServerAndCreateLambdaHandler(server, handlers.createAPIGatewayProxyEventV2RequestHandler())`,
    { value: { data: { hello: 'world' } } },
    { ...own, request: post('{"query":"{hello}"}'), found: true },
  ),
]
