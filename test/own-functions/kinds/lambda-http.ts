import { type Kind, kindsOf } from './kind.ts'

const URLS = 'https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html'
const lambda = kindsOf(
  { contract: 'lambda', from: URLS, request: { method: 'GET', path: '/' } },
  { entry: 'index.mjs' },
)
const answers = (expression: string) => `export const handler = async (event) => (${expression})`
const post = (body: string, type = 'application/json', path = '/') => ({
  method: 'POST' as const,
  path,
  headers: { 'content-type': type },
  body,
})
const own = { packages: 'own-functions' as const }

/** Functions on Lambda that answer HTTP: by a function URL, with the frameworks that people put in front. */
export const lambdaHttp: readonly Kind[] = [
  lambda(
    'a whole reply',
    answers(`{ statusCode: 201, headers: { 'x-a': 'b', 'Content-Type': 'text/plain' }, body: 'created' }`),
    { value: 'created', status: 201, headers: { 'x-a': 'b', 'content-type': 'text/plain' } },
  ),
  lambda('text alone', answers(`'hello'`), {
    value: 'hello',
    status: 200,
    headers: { 'content-type': 'application/json' },
  }),
  lambda('a value alone', answers(`{ message: 'hi' }`), {
    value: { message: 'hi' },
    headers: { 'content-type': 'application/json' },
  }),
  lambda('a list alone', answers('[1, 2]'), { value: [1, 2] }),
  lambda('nothing', 'export const handler = async () => {}', { status: 200 }),
  lambda(
    'base64',
    answers(
      `{ statusCode: 200, headers: { 'content-type': 'image/gif' }, body: 'R0lGODlhAQABAAAAACw=', isBase64Encoded: true }`,
    ),
    { headers: { 'content-type': 'image/gif' } },
  ),
  lambda('cookies', answers(`{ statusCode: 200, cookies: ['a=1; Secure', 'b=2'], body: 'ok' }`), {
    value: 'ok',
    headers: { 'set-cookie': 'a=1; Secure,b=2' },
  }),
  lambda(
    'its cookies',
    answers('JSON.stringify(event.cookies)'),
    { value: ['a=1', 'b=2'] },
    { request: { method: 'GET', path: '/', headers: { cookie: 'a=1; b=2' } } },
  ),
  lambda(
    'its path and query',
    answers(
      '[event.rawPath, event.rawQueryString, event.queryStringParameters.a, event.requestContext.http.method, event.version]',
    ),
    { value: ['/users/7', 'a=1&a=2', '1,2', 'GET', '2.0'] },
    { request: { method: 'GET', path: '/users/7?a=1&a=2' } },
  ),
  lambda(
    'a JSON body',
    answers('{ n: JSON.parse(event.body).n + 1, b: event.isBase64Encoded }'),
    { value: { n: 2, b: false } },
    { request: post('{"n":1}') },
  ),
  lambda(
    'a form',
    answers(
      `Object.fromEntries(new URLSearchParams(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body))`,
    ),
    { value: { a: '1', b: 'x y' } },
    { request: post('a=1&b=x+y', 'application/x-www-form-urlencoded') },
  ),
  lambda(
    'headers in lower case',
    answers(`event.headers['x-custom'] + typeof event.headers['x-forwarded-for']`),
    { value: 'Yesstring' },
    { request: { method: 'GET', path: '/', headers: { 'X-Custom': 'Yes' } } },
  ),
  lambda('a redirect', answers(`{ statusCode: 302, headers: { location: '/x' } }`), {
    status: 302,
    headers: { location: '/x' },
  }),
  lambda('a status as text', answers(`{ statusCode: '202', body: 'text' }`), { status: 202, value: 'text' }),
  lambda('404 is an error of the function', answers(`{ statusCode: 404, body: '{"message":"no order"}' }`), {
    error: '404',
  }),
  lambda(
    '404 as it is expected',
    answers(`{ statusCode: 404, body: 'no order' }`),
    { status: 404 },
    { request: { method: 'GET', path: '/', expect: { status: ['404'] } } },
  ),
  lambda('throws', `export const handler = async () => { throw new Error('url trouble') }`, {
    error: 'url trouble',
  }),
  lambda(
    'a streamed reply',
    `export const handler = awslambda.streamifyResponse(async (event, stream) => { stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'content-type': 'text/plain', 'x-a': 'b' }, cookies: ['a=1'] }); stream.write('one '); await new Promise((r) => setTimeout(r, 5)); stream.write('two'); stream.end() })`,
    { value: 'one two', status: 201, headers: { 'x-a': 'b', 'set-cookie': 'a=1' } },
  ),
  lambda(
    'a streamed reply without metadata',
    `export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.setContentType('text/plain'); stream.write('plain'); stream.end() })`,
    { value: 'plain', headers: { 'content-type': 'text/plain' } },
  ),
  lambda(
    'a streamed reply by pipeline',
    `import { pipeline } from 'node:stream/promises'\nimport { Readable } from 'node:stream'\nexport const handler = awslambda.streamifyResponse(async (event, stream) => { await pipeline(Readable.from(['a', 'b', 'c']), stream) })`,
    { value: 'abc' },
  ),
  lambda(
    'a stream that is compressed',
    `import { pipeline } from 'node:stream/promises'\nimport { Readable } from 'node:stream'\nimport zlib from 'node:zlib'\nexport const handler = awslambda.streamifyResponse(async (event, stream) => { await pipeline(Readable.from(['abc']), zlib.createGzip(), zlib.createGunzip(), stream) })`,
    { value: 'abc' },
  ),
  lambda(
    'a streamed Invoke',
    `export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.write(JSON.stringify({ n: event.n })); stream.end() })`,
    { value: { n: 1 } },
    { request: { event: { n: 1 } }, from: 'aws-lambda-ric 3 and 4' },
  ),
  lambda(
    'a streaming handler that throws first',
    `export const handler = awslambda.streamifyResponse(async () => { throw new RangeError('before the first byte') })`,
    { error: 'before the first byte' },
    { request: { event: {} }, from: 'aws-lambda-ric 3 and 4' },
  ),
  lambda(
    'a streaming handler that is not async',
    `export const handler = awslambda.streamifyResponse((event, stream) => { stream.end('x') })`,
    { error: 'Streaming does not support non-async handlers.' },
    { request: { event: {} }, from: 'aws-lambda-ric 3 and 4' },
  ),
  lambda(
    'a stream that is never ended',
    `export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('x') })`,
    { error: '' },
    { request: { event: {} }, functionTimeout: '1s', from: 'aws-lambda-ric 3 and 4' },
  ),
  lambda(
    'an object written to a stream',
    `export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.write({ a: 1 }); stream.end() })`,
    { value: { a: 1 } },
    { request: { event: {} }, from: 'aws-lambda-ric 3 and 4' },
  ),
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
    'an HTTP API event',
    answers(
      `{ statusCode: 200, body: event.requestContext.http.method + ' ' + event.rawPath + ' ' + event.body }`,
    ),
    { part: { body: 'POST /orders {"a":1}' } },
    {
      elsewhere: { value: 'POST /orders {"a":1}' },
      request: post('{"a":1}', 'application/json', '/orders'),
      words: ['--event', 'http-api'],
      from: 'API Gateway, payload 2.0',
    },
  ),
  lambda(
    'a REST API event',
    answers(
      `{ statusCode: 200, body: [event.httpMethod, event.path, event.queryStringParameters?.a, event.multiValueQueryStringParameters?.a.length, event.multiValueHeaders !== undefined, event.requestContext.stage].join() }`,
    ),
    { part: { body: 'GET,/orders,2,2,true,prod' } },
    {
      elsewhere: { value: 'GET,/orders,2,2,true,prod' },
      request: { method: 'GET', path: '/orders?a=1&a=2' },
      words: ['--event', 'rest-api'],
      from: 'API Gateway, payload 1.0',
    },
  ),
  lambda(
    'an SQS batch',
    `export const handler = async (event) => ({ batchItemFailures: event.Records.filter((r) => r.eventSource !== 'aws:sqs').map((r) => ({ itemIdentifier: r.messageId })) })`,
    { value: { batchItemFailures: [] } },
    { request: {}, words: ['--event', 'sqs'], from: 'SQS, partial batch responses' },
  ),
  lambda(
    'an S3 notification',
    answers(
      `decodeURIComponent(event.Records[0].s3.object.key.replace(/\\+/g, ' ')) + event.Records[0].s3.bucket.name.length`,
    ),
    { value: 'example/key.json14' },
    { request: {}, words: ['--event', 's3'], from: 'S3 notifications' },
  ),
  lambda(
    'a schedule',
    answers(`event['detail-type']`),
    { value: 'Scheduled Event' },
    { request: {}, words: ['--event', 'schedule'], from: 'EventBridge' },
  ),
  lambda(
    'many values of a header are not of payload format 2.0',
    answers(
      `{ statusCode: 200, headers: { 'x-a': '1' }, multiValueHeaders: { 'x-b': ['1', '2'] }, body: 'one' }`,
    ),
    { value: 'one', headers: { 'x-a': '1', 'x-b': '' } },
  ),
  lambda(
    'a REST API event, as Powertools reads it',
    `import { parse } from '@aws-lambda-powertools/parser'\nimport { APIGatewayProxyEventSchema } from '@aws-lambda-powertools/parser/schemas'\nexport const handler = async (event) => { const { path, headers } = parse(event, undefined, APIGatewayProxyEventSchema); return { statusCode: 200, body: path + ' ' + typeof headers.Host } }`,
    { part: { body: '/orders string' } },
    {
      elsewhere: { value: '/orders string' },
      ...own,
      request: { method: 'GET', path: '/orders' },
      words: ['--event', 'rest-api'],
    },
  ),
  lambda(
    'an HTTP API event has its cookies apart and forms in base64',
    answers(
      `{ statusCode: 200, body: [event.cookies.join(), event.headers.cookie, event.isBase64Encoded, Buffer.from(event.body, 'base64').toString(), typeof event.headers.host].join(' ') }`,
    ),
    { part: { body: 'a=1,b=2  true x=1 string' } },
    {
      elsewhere: { value: 'a=1,b=2  true x=1 string' },
      request: {
        ...post('x=1', 'application/x-www-form-urlencoded'),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: 'a=1; b=2' },
      },
      words: ['--event', 'http-api'],
      from: 'API Gateway, payload 2.0',
    },
  ),
  lambda(
    'Apollo Server, found by its integration',
    `import { ApolloServer } from '@apollo/server'\nimport { startServerAndCreateLambdaHandler, handlers } from '@as-integrations/aws-lambda'\nconst server = new ApolloServer({ typeDefs: 'type Query { hello: String }', resolvers: { Query: { hello: () => 'world' } } })\nexport const graphqlHandler = startServerAndCreateLambdaHandler(server, handlers.createAPIGatewayProxyEventV2RequestHandler())`,
    { value: { data: { hello: 'world' } } },
    { ...own, request: post('{"query":"{hello}"}'), found: true },
  ),
  lambda(
    'a default export that is no fetch handler',
    `export default async (event) => ({ statusCode: 200, body: 'x' })`,
    { error: 'a standard fetch handler returns a Response' },
  ),
]
