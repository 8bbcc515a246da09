// Put into the package of a standard fetch handler that runs on Lambda.
import { handle } from 'hono/aws-lambda'
import { answerOf, findFetch } from './find-fetch.ts'

type Handler = ReturnType<typeof handle>

/**
 * A Lambda handler for function URLs and API Gateway. An event of another kind, as Invoke sends by itself, stands for a
 * GET of the root with the event's texts as its query.
 * @param exported what the user's module exports
 * @throws Error when that is no fetch handler
 */
export function makeFetchHandler(exported: Readonly<Record<string, unknown>>) {
  const main = exported.default as { handler?: unknown; fetch?: unknown } | undefined
  if (typeof main?.handler === 'function' && main.fetch === undefined) return asAws(main.handler)
  const fetch = findFetch(exported)
  const checked = async (...asked: Parameters<typeof fetch>) => answerOf(await fetch(...asked))
  const call = handle({ fetch: checked } as unknown as Parameters<typeof handle>[0])
  return (event: object, context: object) => {
    const isHttp = event !== null && 'requestContext' in Object(event)
    return call(
      (isHttp ? event : httpEvent(event)) as Parameters<Handler>[0],
      context as Parameters<Handler>[1],
    )
  }
}

/** `export default { handler }`: AWS's client looks there from Node 24 on. */
function asAws(handler: unknown): unknown {
  if (Number(process.versions.node.split('.', 1)[0]) >= 24) return handler
  const error = new Error('handler is undefined or not exported')
  error.name = 'Runtime.HandlerNotFound'
  throw error
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
function httpEvent(event: unknown): object {
  const texts = Object.entries(Object(event)).filter(([, value]) => typeof value === 'string')
  const http = {
    method: 'GET',
    path: '/',
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    userAgent: 'coldstart',
  }
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: new URLSearchParams(texts as [string, string][]).toString(),
    headers: { host: 'localhost' },
    requestContext: { domainName: 'localhost', http },
    isBase64Encoded: false,
  }
}
