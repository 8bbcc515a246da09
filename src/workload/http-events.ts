import { NONCE_HEADER } from '../core/report-headers.ts'
import type { FunctionRequest } from './workload-description.ts'

/** When every event says that it was sent, epoch ms: the same one every time. */
export const EVENT_AT_MS = Date.UTC(2026, 0, 1)
/** What an event says for ids: always the same. */
export const EVENT_ID = '11111111-2222-4333-8444-555555555555'
/** The account in built-in events, which is nobody's. */
export const EVENT_ACCOUNT = '123456789012'

/** Payload format 2.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function httpApiEvent(
  request: FunctionRequest,
  domain = 'example.execute-api.us-east-1.amazonaws.com',
) {
  const { method, rawPath, rawQuery, query, headers: given, body } = partsOf(request)
  const { cookie, ...headers } = inLowerCase({ host: domain, ...FORWARDED, ...given })
  const isText = isTextBody(headers['content-type'])
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: rawQuery,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query.length > 0 && { queryStringParameters: joined(query) }),
    requestContext: {
      accountId: EVENT_ACCOUNT,
      apiId: 'example',
      domainName: domain,
      domainPrefix: 'example',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'coldstart' },
      requestId: EVENT_ID,
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: EVENT_AT_MS,
    },
    ...(body !== undefined && { body: isText ? body : Buffer.from(body).toString('base64') }),
    isBase64Encoded: body !== undefined && !isText,
  }
}

/** What Lambda's HTTP fronts pass on as text; everything else is base64, the bodies of forms too. */
export function isTextBody(contentType = 'text/plain'): boolean {
  return /^(text\/|application\/(json|javascript|xml)\b|[^;]+\+(json|xml)\b)/i.test(contentType)
}

/** What API Gateway and function URLs add to a caller's headers. */
const FORWARDED = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-port': '443', 'x-forwarded-proto': 'https' }

/** Payload format 1.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function restApiEvent(request: FunctionRequest) {
  const { method, rawPath, query, headers: given, body } = partsOf(request)
  const headers = {
    Host: REST_DOMAIN,
    'X-Forwarded-For': '127.0.0.1',
    'X-Forwarded-Proto': 'https',
    ...given,
  }
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
    requestContext: restContext(method, rawPath),
    body: body ?? null,
    isBase64Encoded: false,
  }
}

function restContext(httpMethod: string, rawPath: string) {
  return {
    accountId: EVENT_ACCOUNT,
    apiId: 'example',
    domainName: REST_DOMAIN,
    domainPrefix: 'example',
    extendedRequestId: 'EXAMPLE=',
    httpMethod,
    path: `/prod${rawPath}`,
    protocol: 'HTTP/1.1',
    resourceId: 'abc123',
    resourcePath: '/{proxy+}',
    stage: 'prod',
    requestId: EVENT_ID,
    requestTime: '01/Jan/2026:00:00:00 +0000',
    requestTimeEpoch: EVENT_AT_MS,
    identity: { ...NOBODY, sourceIp: '127.0.0.1', userAgent: 'coldstart' },
  }
}

const REST_DOMAIN = 'example.execute-api.us-east-1.amazonaws.com'

/** A caller who has not signed the request. */
const NOBODY = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
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

/** Payload format 2.0 has the names of headers in lower case. */
function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Repeated names joined by commas. */
function joined(query: readonly (readonly [string, string])[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of query) found[name] = name in found ? `${found[name]},${value}` : value
  return found
}
