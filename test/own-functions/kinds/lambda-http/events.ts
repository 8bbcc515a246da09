import type { Kind } from '../kind.ts'
import { answers, lambda, own, post } from './rows.ts'

/** Events of API Gateway, SQS, S3 and schedules. */
export const events: readonly Kind[] = [
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
]
