import { describe, expect, it } from 'vitest'
import { interpretLambdaReply } from '../../../src/providers/lambda/invoke-reply.ts'
import { probeReply } from '../../support/probe-reply.ts'
import { base64, id, report } from './support/lambda-log.ts'

describe('the reply of an Invoke', () => {
  const headers = {
    'x-amzn-requestid': id,
    'x-amz-log-result': base64(report('Duration: 5.00 ms\tBilled Duration: 5 ms')),
  }

  it('joins the function’s words and the platform’s', () => {
    const body = { message: 'Hello', nonce: 'n', instance: { id: 'i', invocation: 3 } }
    expect(interpretLambdaReply(probeReply({ headers, body }), 'n')).toMatchObject({
      instance: { id: 'i', invocation: 3 },
      platform: { durationMs: 5 },
    })
  })

  it.each([
    [
      { errorType: 'TypeError', errorMessage: 'broken' },
      { kind: 'function', message: 'TypeError: broken' },
    ],
    [
      { errorMessage: 'x Task timed out after 3.00 seconds' },
      { kind: 'timeout', message: 'x Task timed out after 3.00 seconds' },
    ],
    [
      { errorType: 'Sandbox.Timedout', errorMessage: 'Error: Task timed out after 3.00 seconds' },
      { kind: 'timeout', message: 'Sandbox.Timedout: Error: Task timed out after 3.00 seconds' },
    ],
    [
      { errorType: 'Error', errorMessage: 'Task timed out after 3.00 seconds' },
      { kind: 'function', message: 'Error: Task timed out after 3.00 seconds' },
    ],
    [null, { kind: 'function', message: 'function error (Unhandled)' }],
    ['not JSON', { kind: 'function', message: 'function error (Unhandled)' }],
  ])('is a failed invocation with FunctionError: %j', (body, error) => {
    const reply = probeReply({ headers: { ...headers, 'x-amz-function-error': 'Unhandled' }, body })
    expect(interpretLambdaReply(reply, 'n')).toEqual({
      error,
      platform: { durationMs: 5, billedMs: 5, requestId: id },
    })
  })

  it('is throttled at 429', () => {
    expect(interpretLambdaReply(probeReply({ status: 429, body: 'Rate Exceeded.' }), 'n').error?.kind).toBe(
      'throttled',
    )
  })
})
