import { describe, expect, it } from 'vitest'
import { toAwsError } from '../../../src/providers/lambda/aws-error.ts'
import { readAwsFailure } from '../../../src/providers/lambda/aws-failure.ts'
import { interpretLambdaReply } from '../../../src/providers/lambda/interpret-lambda.ts'
import { probeReply } from '../../support/probe-reply.ts'
import { cases, scripted } from '../../support/scripted-replies.ts'

describe('what AWS really sends', () => {
  const what = { action: 'create the function f', permission: 'lambda:CreateFunction' }
  const read = (name: string) => {
    const [{ status, headers = {}, body } = { status: 0 }] = scripted(name)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return toAwsError(readAwsFailure(status, new Headers(headers), text), what, [])
  }

  it.each([
    ['AWS IAM AccessDenied', 'aws-denied'],
    ['AWS IAM Throttling', 'remote-busy'],
    ['AWS IAM LimitExceeded', 'remote-quota'],
    ['AWS IAM ServiceFailure html 503', 'remote-failed'],
    ['AWS IAM EntityAlreadyExists, foreign', 'remote-failed'],
    ['AWS Lambda runtime not in the enum, then created', 'remote-failed'],
    ['AWS Lambda AccessDenied capital M', 'aws-denied'],
    ['AWS Lambda 429 create', 'remote-busy'],
    ['AWS Lambda role not ready then ok', 'remote-failed'],
    ['AWS Lambda bad token', 'aws-credentials-refused'],
    ['AWS Lambda captive html 403', 'remote-intercepted'],
  ])('%s is %s', (name, code) => {
    expect(read(name)).toMatchObject({ code })
  })

  it('the memory of a new account ends at 3,008 MB, which is a quota', () => {
    const message =
      "1 validation error detected: Value '4096' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 3008"
    const error = Object.assign(new Error(message), { name: 'ValidationException' })
    expect(toAwsError(error, what, [])).toMatchObject({
      code: 'remote-quota',
      hint: expect.stringContaining('--memory 3008'),
    })
  })

  const request = {
    url: 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations',
    method: 'POST',
    headers: {},
  } as const
  const failed = { 'x-amz-function-error': 'Unhandled' }

  it.each([
    ['AWS Invoke 429', { status: 429, body: { Reason: 'x', message: 'Rate Exceeded.' } }, 'throttled'],
    ['AWS Invoke 403 R4', { status: 403, body: { Message: 'denied' } }, 'platform'],
    ['AWS Invoke 404', { status: 404, body: { Message: 'Function not found' } }, 'platform'],
    ['AWS Invoke 500 ServiceException', { status: 500, body: { Message: 'internal' } }, 'platform'],
    [
      'AWS Invoke 200 function error OOM',
      { headers: failed, body: { errorType: 'Runtime.OutOfMemory', errorMessage: 'signal: killed' } },
      'function',
    ],
    [
      'AWS Invoke 200 user error whose text says Task timed out',
      { headers: failed, body: { errorType: 'Error', errorMessage: 'Task timed out after 3.00 seconds' } },
      'function',
    ],
    ['AWS Invoke 200 null', { body: 'null' }, undefined],
    ['AWS Invoke 200 string', { body: '"hello"' }, undefined],
    ['AWS Invoke 200 apigw 500', { body: { statusCode: 500, body: 'x' } }, 'status'],
    ['AWS Invoke 200 apigw statusCode string', { body: { statusCode: '500', body: 'x' } }, 'status'],
  ])('%s', (name, given, kind) => {
    expect(cases.some((one) => one.name === name)).toBe(true)
    const { error } = interpretLambdaReply(probeReply({ request, ...given }), 'n')
    expect(error?.kind).toBe(kind)
  })
})
