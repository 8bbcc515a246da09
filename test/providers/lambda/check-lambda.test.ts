import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/core/system-clock.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'

type Tested = Awaited<ReturnType<typeof awsTest>>

function withEnv({ context }: Tested, env: Record<string, string | undefined>) {
  return { ...context, env: { ...context.env, ...env } }
}

describe('doctor for AWS', () => {
  it('says where credentials were found, whose they are, quota and cost', async () => {
    const { context } = await awsTest()
    // The stand-in of AWS lives in the machine's time, as the SDK does.
    const { ready, account, checks } = await lambdaProvider.check({ ...context, clock: systemClock })
    expect(account).toBe('123456789012')
    const found = Object.fromEntries(checks.map(({ name, found: words }) => [name, words]))
    expect(found).toMatchObject({
      region: 'us-east-1',
      credentials: 'AWS_ACCESS_KEY_ID in the environment, key AKIA…T001',
      account: expect.stringMatching(
        /^123456789012 as arn:aws:iam::123456789012:user\/tester, API round trip/,
      ),
      permissions: 'everything a deployment needs',
      quota: '1000 of 1000 concurrent invocations are not reserved',
      cost: expect.stringMatching(/^about \$0\.\d+ for 10 cold and 30 warm/),
    })
    expect(ready).toBe(true)
  })

  it('tells a clock that AWS would refuse', async () => {
    const { context } = await awsTest()
    const clock = { ...systemClock, wallMs: () => systemClock.wallMs() - 24 * 3_600_000 }
    const { ready, checks } = await lambdaProvider.check({ ...context, clock })
    expect(ready).toBe(false)
    expect(checks.find(({ name }) => name === 'clock')).toMatchObject({
      state: 'problem',
      remedy: expect.stringContaining('NTP'),
    })
  })

  it('has one remedy for each problem: no region', async () => {
    const test = await awsTest()
    const { ready, checks } = await lambdaProvider.check(withEnv(test, { AWS_REGION: undefined }))
    expect(ready).toBe(false)
    expect(checks.slice(0, 1)).toEqual([
      expect.objectContaining({
        name: 'region',
        state: 'problem',
        remedy: expect.stringContaining('--region'),
      }),
    ])
  })

  it('asks the simulator for the resources of the documented policy', async () => {
    const { aws, context } = await awsTest()
    aws.cloud.limitedToOurNames = true
    const { checks } = await lambdaProvider.check(context)
    expect(checks.find(({ name }) => name === 'permissions')).toMatchObject({ state: 'ok' })
  })

  it.each([
    ['AWS_DEFAULT_REGION', { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-west-1' }, 'eu-west-1'],
    ['AWS_REGION before it', { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'eu-west-1' }, 'us-west-2'],
  ])('reads %s', async (_, env, region) => {
    const test = await awsTest()
    const { checks } = await lambdaProvider.check(withEnv(test, env))
    expect(checks[0]).toMatchObject({ name: 'region', found: region })
  })

  it('tells credentials that AWS does not know', async () => {
    const test = await awsTest()
    const { checks } = await lambdaProvider.check(
      withEnv(test, { AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN000000001' }),
    )
    expect(checks.at(-1)).toMatchObject({
      state: 'problem',
      remedy: expect.stringContaining('access key is unknown'),
    })
  })

  it('warns of an account that may run only ten at once', async () => {
    const { aws, context } = await awsTest()
    aws.cloud.concurrency = 10
    const { checks } = await lambdaProvider.check(context)
    expect(checks.find(({ name }) => name === 'quota')).toMatchObject({ state: 'warning' })
  })

  it('names the permissions that are missing', async () => {
    const { aws, context } = await awsTest()
    aws.misbehave({
      call: 'SimulatePrincipalPolicy',
      reply: { status: 403, code: 'AccessDenied', message: 'no' },
    })
    const { checks } = await lambdaProvider.check(context)
    expect(checks.find(({ name }) => name === 'permissions')).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('iam:SimulatePrincipalPolicy'),
    })
  })
})

describe('the preview of a deploy', () => {
  it('says what will be made, on which account, at what cost, and makes nothing', async () => {
    const { aws, context } = await awsTest()
    const preview = await lambdaProvider.preview?.(
      lambdaSpec({ replicas: 2, schedule: '@daily' }, { mode: 'url' }),
      context,
    )
    expect(preview).toMatchObject({
      account: '123456789012 (arn:aws:iam::123456789012:user/tester)',
      region: 'us-east-1',
      creates: [
        expect.stringContaining('IAM role'),
        expect.stringContaining('2 functions (nodejs24.x, 1024 MB, x86_64)'),
        expect.stringContaining('function URL'),
        expect.stringContaining('schedule'),
      ],
      cost: expect.stringContaining('nothing until it is invoked'),
    })
    expect(aws.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity', 'GetAccountSettings'])
  })
})
