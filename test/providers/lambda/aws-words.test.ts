import { describe, expect, it } from 'vitest'
import { toAwsError } from '../../../src/providers/lambda/aws-error.ts'
import { checkRegion, partitionOf, readFunctionReference } from '../../../src/providers/lambda/aws-region.ts'
import {
  functionNameOf,
  newDeploymentId,
  schedulerNameOf,
} from '../../../src/providers/lambda/lambda-names.ts'
import { toScheduleExpression } from '../../../src/providers/lambda/schedule-expression.ts'

describe('regions and ARNs', () => {
  it.each([
    ['us-east-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ])('%s is of partition %s', (region, id, dnsSuffix) => {
    expect(partitionOf(region)).toEqual({ id, dnsSuffix })
  })

  it.each(['us-east-1', 'ap-southeast-5', 'us-gov-east-1', 'eusc-de-east-1'])(
    'knows the form of %s',
    (region) => {
      expect(checkRegion(region)).toBe(region)
    },
  )

  it.each(['evil.example', 'us-east-1.evil', '', 'us_east_1', 'x/../y'])(
    'lets %j into no host name',
    (region) => {
      expect(() => checkRegion(region)).toThrow(/not a region/)
    },
  )

  it.each([
    ['checkout', { name: 'checkout' }],
    ['checkout:live', { name: 'checkout', qualifier: 'live' }],
    ['checkout:$LATEST', { name: 'checkout' }],
    ['123456789012:function:checkout', { name: 'checkout', account: '123456789012' }],
    [
      'arn:aws-cn:lambda:cn-north-1:123456789012:function:checkout:7',
      { name: 'checkout', account: '123456789012', region: 'cn-north-1', qualifier: '7' },
    ],
  ])('reads %s', (text, reference) => {
    expect(readFunctionReference(text)).toEqual(reference)
  })

  it.each(['', 'a b', 'arn:aws:s3:::bucket', 'x'.repeat(141)])('refuses %j', (text) => {
    expect(() => readFunctionReference(text)).toThrow(expect.objectContaining({ code: 'bad-target' }))
  })
})

describe('names', () => {
  it('keep to 64 characters however long the run id is', () => {
    const id = newDeploymentId('x'.repeat(200))
    expect(schedulerNameOf(id).length).toBeLessThanOrEqual(64)
    expect(functionNameOf(id, 999).length).toBeLessThanOrEqual(64)
  })

  it('differ for two deployments of one run', () => {
    expect(newDeploymentId('r')).not.toBe(newDeploymentId('r'))
  })
})

describe('a schedule in AWS’s cron', () => {
  it.each([
    ['0 5 * * *', 'cron(0 5 * * ? *)'],
    ['*/15 * * * *', 'cron(*/15 * * * ? *)'],
    ['0 8 1 * *', 'cron(0 8 1 * ? *)'],
    ['30 6 * * 1-5', 'cron(30 6 ? * 2-6 *)'],
    ['0 0 * * 0', 'cron(0 0 ? * 1 *)'],
    ['0 0 * * 7', 'cron(0 0 ? * 1 *)'],
    ['0 0 * * MON,FRI', 'cron(0 0 ? * MON,FRI *)'],
    ['@daily', 'cron(0 0 * * ? *)'],
  ])('%s is %s', (cron, expression) => {
    expect(toScheduleExpression(cron)).toBe(expression)
  })

  it.each(['* * *', '0 5 1 * 1', '0 5 * * * *', '0 5 * * *)', ''])('refuses %j', (cron) => {
    expect(() => toScheduleExpression(cron)).toThrow(expect.objectContaining({ code: 'lambda-bad-option' }))
  })
})

describe('errors of AWS in our words', () => {
  const what = { action: 'do it', permission: 'lambda:DoIt' }
  const named = (name: string, message = 'words', extra: object = {}) =>
    toAwsError(Object.assign(new Error(message), { name, ...extra }), what, ['planted-secret'])

  it.each([
    ['AccessDeniedException', 'aws-denied', /Allow lambda:DoIt/],
    ['AccessDenied', 'aws-denied', /Allow lambda:DoIt/],
    ['ExpiredTokenException', 'aws-credentials-refused', /sso login/],
    ['InvalidClientTokenId', 'aws-credentials-refused', /access key is unknown/],
    ['SignatureDoesNotMatch', 'aws-credentials-refused', /copy both again/],
    ['CredentialsProviderError', 'aws-no-credentials', /AWS_PROFILE/],
    ['TooManyRequestsException', 'remote-busy', /minute/],
    ['Throttling', 'remote-busy', /minute/],
    ['CodeStorageExceededException', 'remote-quota', /servicequotas/],
    ['LimitExceededException', 'remote-quota', /servicequotas/],
    ['SomethingNew', 'remote-failed', /--debug/],
  ])('%s is %s with a way out', (name, code, hint) => {
    expect(named(name)).toMatchObject({ code, hint: expect.stringMatching(hint) })
  })

  it.each(['SignatureDoesNotMatch', 'InvalidSignatureException'])(
    'tells a wrong clock from a wrong key: %s',
    (name) => {
      const message =
        'Signature expired: 20261123T000000Z is now earlier than 20261123T100000Z (20261123T101500Z - 15 min.)'
      expect(named(name, message)).toMatchObject({
        code: 'aws-credentials-refused',
        hint: expect.stringContaining('clock'),
      })
      expect(named(name, 'The request signature we calculated does not match')).toMatchObject({
        hint: expect.not.stringContaining('clock'),
      })
    },
  )

  it('names the host that cannot be reached', () => {
    const error = named('Error', 'getaddrinfo ENOTFOUND lambda.us-east-9.amazonaws.com', {
      code: 'ENOTFOUND',
    })
    expect(error).toMatchObject({
      code: 'remote-unreachable',
      message: expect.stringContaining('lambda.us-east-9.amazonaws.com'),
    })
  })

  it('keeps neither secrets nor what AWS echoes of the request', () => {
    const echoed =
      "The request signature does not match. The Canonical String for this request should have been 'x-amz-security-token:abc'"
    expect(named('InvalidSignatureException', echoed).message).not.toContain('x-amz-security-token')
    expect(named('ValidationException', 'value planted-secret is bad').message).toContain('[redacted]')
    expect(
      named('InvalidParameterValueException', 'too long. String measured: {"DB":"pw"}').message,
    ).not.toContain('pw')
    expect(named('X').cause).toBeUndefined()
  })
})
