import { describe, expect, it } from 'vitest'
import { interpretLambdaReply } from '../../../src/providers/lambda/interpret-lambda.ts'
import { probeReply } from '../../support/probe-reply.ts'

const request = {
  url: 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations?Qualifier=3',
  method: 'POST',
  headers: {},
} as const

const report = { message: 'Hello', nonce: 'n', instance: { id: 'i1', invocation: 1 } }
const requestId = '8f5d5a3c-0000-4000-8000-000000000000'
const log = (rest: string) => ({
  'x-amzn-requestid': requestId,
  'x-amz-log-result': Buffer.from(
    `REPORT RequestId: ${requestId}\tDuration: 12.34 ms\tBilled Duration: 165 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t${rest}\n`,
  ).toString('base64'),
})

describe('a reply of Invoke', () => {
  it("has the function's report and the platform's", () => {
    const reply = probeReply({ request, headers: log('Init Duration: 151.60 ms\t'), body: report })
    expect(interpretLambdaReply(reply, 'n')).toMatchObject({
      instance: { id: 'i1', invocation: 1 },
      platform: { initMs: 151.6, durationMs: 12.34, billedMs: 165, maxMemoryMb: 70, requestId },
    })
  })

  it('is read through the wrapper of a function that was made for a gateway', () => {
    const wrapped = { statusCode: 200, body: JSON.stringify(report) }
    const reply = probeReply({ request, headers: log(''), body: wrapped })
    expect(interpretLambdaReply(reply, 'n').instance?.id).toBe('i1')
    const failed = probeReply({ request, headers: log(''), body: { statusCode: 503, body: 'no' } })
    expect(interpretLambdaReply(failed, 'n')).toMatchObject({
      error: { kind: 'status' },
      platform: { durationMs: 12.34 },
    })
  })

  it('of a function that streams is its head and its body, and fails by the status in the head', () => {
    const streamed = (statusCode: number, text: string) =>
      probeReply({
        request,
        headers: log('Init Duration: 99.00 ms\t'),
        body: `{"statusCode":${statusCode},"headers":{"content-type":"text/plain"}}${'\0'.repeat(8)}${text}`,
      })
    const read = interpretLambdaReply(streamed(200, 'one two'), 'n')
    expect(read).toMatchObject({ platform: { initMs: 99 } })
    expect(read.error).toBeUndefined()
    expect(interpretLambdaReply(streamed(200, JSON.stringify(report)), 'n').instance?.id).toBe('i1')
    expect(interpretLambdaReply(streamed(503, 'no'), 'n').error).toMatchObject({ kind: 'status' })
  })

  it("keeps the platform's figures of a function that reports nothing", () => {
    const reply = probeReply({ request, headers: log('Init Duration: 99.00 ms\t'), body: '"ok"' })
    const read = interpretLambdaReply(reply, 'n')
    expect(read.instance).toBeUndefined()
    expect(read.error).toBeUndefined()
    expect(read.platform?.initMs).toBe(99)
  })

  it('is an error of the function when it threw, with status 200', () => {
    const headers = { ...log(''), 'x-amz-function-error': 'Unhandled' }
    const reply = probeReply({
      request,
      headers,
      body: { errorType: 'TypeError', errorMessage: 'x is not a function' },
    })
    expect(interpretLambdaReply(reply, 'n').error).toEqual({
      kind: 'function',
      message: 'TypeError: x is not a function',
    })
  })

  it('is throttled with the reason AWS gives', () => {
    const body = { Reason: 'ConcurrentInvocationLimitExceeded', message: 'Rate Exceeded.' }
    const headers = { 'x-amzn-errortype': 'TooManyRequestsException' }
    expect(interpretLambdaReply(probeReply({ request, status: 429, headers, body }), 'n').error).toEqual({
      kind: 'throttled',
      message: 'TooManyRequestsException: ConcurrentInvocationLimitExceeded: Rate Exceeded',
    })
  })

  it('is an error of the platform when AWS refuses, without the token that AWS echoes', () => {
    const body = {
      message:
        "Signature mismatch. The Canonical String for this request should have been 'x-amz-security-token:planted'",
    }
    const headers = { 'x-amzn-errortype': 'InvalidSignatureException:http://internal.amazon.com/' }
    const { error } = interpretLambdaReply(probeReply({ request, status: 403, headers, body }), 'n')
    expect(error).toEqual({ kind: 'platform', message: 'InvalidSignatureException: Signature mismatch' })
  })
})

describe('a result with the status of a failure', () => {
  it.each([
    [{ statusCode: 500, body: 'cannot parse it' }, 'it answered statusCode 500: cannot parse it'],
    [{ statusCode: '404' }, 'it answered statusCode 404'],
  ])('%j is an error of the function', (body, message) => {
    const reply = probeReply({ request, headers: log(''), body })
    expect(interpretLambdaReply(reply, 'n').error).toEqual({ kind: 'status', message })
  })

  it.each([
    [{ statusCode: 302 }],
    [{ body: '{"statusCode":500}' }],
    [{ nested: { statusCode: 500 } }],
    [JSON.stringify('"statusCode":500')],
  ])('%j is none', (body) => {
    expect(interpretLambdaReply(probeReply({ request, headers: log(''), body }), 'n').error).toBeUndefined()
  })
})

describe('a reply of a function URL', () => {
  it('is read as any HTTP reply', () => {
    const url = { url: 'https://abc.lambda-url.us-east-1.on.aws/', method: 'GET', headers: {} } as const
    expect(interpretLambdaReply(probeReply({ request: url, body: report }), 'n').instance?.id).toBe('i1')
    expect(interpretLambdaReply(probeReply({ request: url, status: 403 }), 'n').error?.kind).toBe('status')
  })
})
