import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/core/system-clock.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { standInKey, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

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
    expect(checks).toEqual([
      expect.objectContaining({
        name: 'region',
        state: 'problem',
        remedy: expect.stringContaining('--region'),
      }),
    ])
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
      operation: 'SimulatePrincipalPolicy',
      refuse: { status: 403, code: 'AccessDenied', message: 'no' },
    })
    const { checks } = await lambdaProvider.check(context)
    expect(checks.find(({ name }) => name === 'permissions')).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('iam:SimulatePrincipalPolicy'),
    })
  })
})

describe('doctor for AWS, as a process', () => {
  const noSecret = (text: string) => expect(text).not.toContain(standInKey.secretAccessKey)

  async function doctor(env: Record<string, string>, files: Record<string, string> = {}) {
    const aws = await startAwsStandIn()
    onTestFinished(() => aws.close())
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, '.aws'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, '.aws', name), text)
    const common = { AWS_ENDPOINT_URL: aws.url, AWS_EC2_METADATA_DISABLED: 'true' }
    return runCliAndKill(['doctor', 'lambda'], { cwd, env: { ...common, ...env } })
  }

  const keys = `aws_access_key_id = ${standInKey.accessKeyId}\naws_secret_access_key = ${standInKey.secretAccessKey}\naws_session_token = ${standInKey.sessionToken}\n`

  it('finds a profile and its region in ~/.aws', async () => {
    const files = { credentials: `[bench]\n${keys}`, config: '[profile bench]\nregion = eu-west-3\n' }
    const { stdout, stderr } = await doctor({ AWS_PROFILE: 'bench' }, files)
    expect(stdout).toContain('region: eu-west-3')
    expect(stdout).toContain('credentials: profile bench in ~/.aws, key AKIA…T001')
    expect(stdout).toContain('account: 123456789012')
    noSecret(stdout + stderr)
  })

  it('takes the profile before the keys in the environment, without the SDK talking about it', async () => {
    const files = { credentials: `[bench]\n${keys}` }
    const others = { AWS_ACCESS_KEY_ID: 'AKIAOTHER00000000000', AWS_SECRET_ACCESS_KEY: 'another-secret' }
    const { stdout, stderr } = await doctor(
      { AWS_PROFILE: 'bench', AWS_REGION: 'us-east-1', ...others },
      files,
    )
    expect(stdout).toContain('profile bench')
    expect(stderr).toBe('')
  })

  it('says what to set when there is nothing, and nothing on stderr', async () => {
    const { code, stdout, stderr } = await doctor({ AWS_REGION: 'us-east-1' })
    expect(stdout).toMatch(/problem {2}credentials: No AWS credentials were found.*\n\s+→ Set AWS_PROFILE/)
    expect([code, stderr]).toEqual([1, ''])
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
