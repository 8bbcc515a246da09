import { NONCE_HEADER } from '../core/report-headers.ts'
import type { EventShape } from './event-shape-names.ts'
import type { FunctionRequest } from './workload-description.ts'

const AT_MS = Date.UTC(2026, 0, 1)
const AT = new Date(AT_MS).toISOString()
const ID = '11111111-2222-4333-8444-555555555555'
const ACCOUNT = '123456789012'

/** An event as Lambda's usual sources send it, the same one every time, with the user's HTTP request in those that carry one and his body in those that carry a message. */
export function makeEvent(shape: EventShape, request: FunctionRequest): unknown {
  return MAKERS[shape](request)
}

/** Payload format 2.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function httpApiEvent(
  request: FunctionRequest,
  domain = 'example.execute-api.us-east-1.amazonaws.com',
) {
  const { method, rawPath, rawQuery, query, headers, body } = partsOf(request)
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: rawQuery,
    headers,
    ...(query.length > 0 && { queryStringParameters: joined(query) }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'example',
      domainName: domain,
      domainPrefix: 'example',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'coldstart' },
      requestId: ID,
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: AT_MS,
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  }
}

/** Payload format 1.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
function restApiEvent(request: FunctionRequest) {
  const { method, rawPath, query, headers, body } = partsOf(request)
  const names = [...new Set(query.map(([name]) => name))]
  const valuesOf = (name: string) => query.flatMap(([one, value]) => (one === name ? [value] : []))
  const single = Object.fromEntries(names.map((name) => [name, valuesOf(name).at(-1)]))
  return {
    resource: '/{proxy+}',
    path: rawPath,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: names.length > 0 ? single : null,
    multiValueQueryStringParameters:
      names.length > 0 ? Object.fromEntries(names.map((name) => [name, valuesOf(name)])) : null,
    pathParameters: { proxy: rawPath.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'example',
      httpMethod: method,
      path: rawPath,
      protocol: 'HTTP/1.1',
      resourcePath: '/{proxy+}',
      stage: 'prod',
      requestId: ID,
      requestTimeEpoch: AT_MS,
      identity: { sourceIp: '127.0.0.1', userAgent: 'coldstart' },
    },
    body: body ?? null,
    isBase64Encoded: false,
  }
}

const MAKERS: Readonly<Record<EventShape, (request: FunctionRequest) => unknown>> = {
  'http-api': (request) => httpApiEvent(request),
  'function-url': (request) => httpApiEvent(request, 'example.lambda-url.us-east-1.on.aws'),
  'rest-api': restApiEvent,
  /** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
  sqs: ({ body = '{"nonce":"{{nonce}}"}' }) => ({
    Records: [
      {
        messageId: ID,
        receiptHandle: 'example-receipt-handle',
        body,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(AT_MS),
          SenderId: ACCOUNT,
          ApproximateFirstReceiveTimestamp: String(AT_MS),
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:us-east-1:${ACCOUNT}:example`,
        awsRegion: 'us-east-1',
      },
    ],
  }),
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
  s3: () => ({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: AT,
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'EXAMPLE' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': 'EXAMPLE123456789', 'x-amz-id-2': 'EXAMPLE123/5678abcdefgh' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'example',
          bucket: {
            name: 'example-bucket',
            ownerIdentity: { principalId: 'EXAMPLE' },
            arn: 'arn:aws:s3:::example-bucket',
          },
          object: {
            key: 'example/key.json',
            size: 1024,
            eTag: '0123456789abcdef',
            sequencer: '0A1B2C3D4E5F678901',
          },
        },
      },
    ],
  }),
  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
  schedule: () => ({
    version: '0',
    id: ID,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT,
    time: AT,
    region: 'us-east-1',
    resources: [`arn:aws:events:us-east-1:${ACCOUNT}:rule/example`],
    detail: {},
  }),
}

function partsOf({ method, path = '/', headers, body }: FunctionRequest) {
  const [rawPath = '/', rawQuery = ''] = path.split(/\?(.*)/s, 2)
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    rawPath,
    rawQuery,
    query: [...new URLSearchParams(rawQuery)],
    headers: { accept: '*/*', 'user-agent': 'coldstart', [NONCE_HEADER]: '{{nonce}}', ...headers },
    body,
  }
}

/** Repeated names joined by commas. */
function joined(query: readonly (readonly [string, string])[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of query) found[name] = name in found ? `${found[name]},${value}` : value
  return found
}
