import type { Kind } from '../kind.ts'
import { answers, lambda, post } from './rows.ts'

/** What a function URL makes of a result, also of a streamed one. */
export const urlReplies: readonly Kind[] = [
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
]
