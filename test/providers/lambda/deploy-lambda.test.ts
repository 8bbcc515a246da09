import { describe, expect, it } from 'vitest'
import { contentsOf, putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { awsTest, changesAskedOf, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'

describe('deploying to Lambda', () => {
  it('makes a role that may log, then the function, and waits until it is active', async () => {
    const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
    const deployment = await lambdaProvider.deploy(lambdaSpec(), context)
    expect(changesAskedOf(aws)).toEqual(['CreateRole', 'AttachRolePolicy', 'CreateFunction'])
    expect(aws.calls.filter(({ operation }) => operation === 'GetFunction')).toHaveLength(2)
    const [target] = deployment.targets
    expect(target).toMatchObject({
      id: 'lambda',
      provider: 'lambda',
      platform: 'cloud',
      region: 'us-east-1',
      memoryMb: 1024,
    })
    expect(target).toMatchObject({ handle: { mode: 'invoke' }, facts: { accountConcurrency: 1000 } })
  })

  it('repeats the creation while the fresh role is not known yet', async () => {
    const { aws, context, clock } = await awsTest({ pace: { roleRefusals: 3 } })
    await lambdaProvider.deploy(lambdaSpec(), context)
    expect(changesAskedOf(aws).filter((name) => name === 'CreateFunction')).toHaveLength(4)
    expect(clock.sleeps.slice(0, 3)).toEqual([3000, 3000, 3000])
  })

  it('gives up on a role after a minute and takes down what it made', async () => {
    const { aws, context, ledger } = await awsTest({ pace: { roleRefusals: 1000 } })
    await expect(lambdaProvider.deploy(lambdaSpec(), context)).rejects.toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('cannot be assumed by Lambda'),
    })
    expect(contentsOf(aws.cloud)).toEqual([])
    expect(await ledger.open()).toEqual([])
  })

  it('has every resource in the ledger before its create call', async () => {
    const { aws, context, ledger } = await awsTest()
    const known: [string, string[]][] = []
    aws.onCall = async ({ operation }, moment) => {
      if (moment === 'before' && /^Create/.test(operation))
        known.push([operation, (await ledger.open())[0]?.resources.map(({ kind }) => kind) ?? []])
    }
    await lambdaProvider.deploy(lambdaSpec({ schedule: '0 5 * * *' }, { mode: 'url' }), context)
    const last = (operation: string) => known.findLast(([name]) => name === operation)?.[1].at(-1)
    expect(known[0]).toEqual(['CreateRole', ['iam-role']])
    expect(last('CreateFunction')).toBe('lambda-function')
    expect(last('CreateFunctionUrlConfig')).toBe('lambda-url')
    expect(last('CreateSchedule')).toBe('schedule')
  })

  it('takes the function of its own that was made although the answer was lost', async () => {
    const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
    aws.misbehave({
      call: 'CreateFunction',
      afterDoing: true,
      reply: { status: 500, code: 'ServiceException' },
    })
    const deployment = await lambdaProvider.deploy(lambdaSpec(), context)
    expect(deployment.targets).toHaveLength(1)
    expect(aws.cloud.functions.size).toBe(1)
  })

  it('leaves the function of somebody else alone when the name is taken', async () => {
    const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
    aws.onCall = ({ operation, input }, moment) => {
      if (operation === 'CreateFunction' && moment === 'before')
        putFunction(aws.cloud, String(input.FunctionName))
    }
    await expect(lambdaProvider.deploy(lambdaSpec(), context)).rejects.toMatchObject({
      code: 'aws-name-taken',
    })
    expect(contentsOf(aws.cloud)).toEqual([expect.stringMatching(/^function coldstart-/)])
    expect(changesAskedOf(aws)).not.toContain('DeleteFunction')
    expect(changesAskedOf(aws)).not.toContain('DeleteLogGroup')
  })

  it('falls back to the runtime before, where the region does not know the newest', async () => {
    const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
    const message =
      "Value nodejs24.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set"
    aws.misbehave({
      call: 'CreateFunction',
      reply: { status: 400, code: 'InvalidParameterValueException', message },
    })
    const { targets } = await lambdaProvider.deploy(lambdaSpec(), context)
    expect(targets[0]?.runtime).toBe('nodejs22.x')
  })

  it('does not replace a runtime the user asked for', async () => {
    const { aws, context } = await awsTest({ pace: { roleRefusals: 0 } })
    const message = "Value nodejs99.x at 'runtime' failed to satisfy constraint"
    aws.misbehave({
      call: 'CreateFunction',
      reply: { status: 400, code: 'InvalidParameterValueException', message },
    })
    await expect(lambdaProvider.deploy(lambdaSpec({ runtime: 'nodejs24.x' }), context)).rejects.toThrow(
      /runtime/,
    )
    expect(contentsOf(aws.cloud)).toEqual([])
  })

  it('makes replicas as functions of their own that share a role', async () => {
    const { aws, context } = await awsTest()
    const { targets } = await lambdaProvider.deploy(lambdaSpec({ replicas: 3 }), context)
    expect(targets.map(({ id, group, replica }) => [id, group, replica])).toEqual([
      ['lambda', 'lambda', 0],
      ['lambda#2', 'lambda', 1],
      ['lambda#3', 'lambda', 2],
    ])
    expect(aws.cloud.functions.size).toBe(3)
    expect(aws.cloud.roles.size).toBe(1)
  })

  it('asks for no more replicas than the account may run at once', async () => {
    const { aws, context } = await awsTest()
    aws.cloud.concurrency = 10
    await expect(lambdaProvider.deploy(lambdaSpec({ replicas: 11 }), context)).rejects.toMatchObject({
      code: 'remote-quota',
    })
    expect(changesAskedOf(aws)).toEqual([])
  })

  it('deploys also where the limits of the account may not be read', async () => {
    const { aws, context } = await awsTest()
    aws.misbehave({ call: 'GetAccountSettings', reply: { status: 403, code: 'AccessDeniedException' } })
    expect((await lambdaProvider.deploy(lambdaSpec(), context)).targets).toHaveLength(1)
  })

  it('gives a public URL with both statements and waits until it lets requests through', async () => {
    const { aws, context } = await awsTest({ pace: { policyRefusals: 2 } })
    const { targets } = await lambdaProvider.deploy(lambdaSpec({}, { mode: 'url' }), context)
    const [stored] = aws.cloud.functions.values()
    expect([...(stored?.statements.values() ?? [])]).toEqual([
      expect.objectContaining({
        Action: 'lambda:InvokeFunctionUrl',
        FunctionUrlAuthType: 'NONE',
        Principal: '*',
      }),
      expect.objectContaining({
        Action: 'lambda:InvokeFunction',
        InvokedViaFunctionUrl: true,
        Principal: '*',
      }),
    ])
    expect(targets[0]?.url).toBe(stored?.url)
    expect((await fetch(targets[0]?.url ?? '')).status).toBe(200)
  })

  it('names the way out where the account forbids public functions', async () => {
    const { aws, context } = await awsTest()
    aws.misbehave({ call: 'AddPermission', reply: { status: 400, code: 'PublicPolicyException' } })
    await expect(lambdaProvider.deploy(lambdaSpec({}, { mode: 'url' }), context)).rejects.toMatchObject({
      code: 'cannot-deploy',
      hint: expect.stringContaining('--lambda-mode url'),
    })
    expect(contentsOf(aws.cloud)).toEqual([])
  })

  it('schedules each function with a role that may invoke it and nothing else', async () => {
    const { aws, context } = await awsTest()
    await lambdaProvider.deploy(lambdaSpec({ schedule: '0 5 * * *' }), context)
    const [schedule] = aws.cloud.schedules.values()
    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(0 5 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: [...aws.cloud.functions.values()][0]?.arn },
    })
    const policy = aws.calls.find(({ operation }) => operation === 'PutRolePolicy')?.input.PolicyDocument
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: [[...aws.cloud.functions.values()][0]?.arn],
      },
    ])
  })

  it('puts memory, architecture and runtime into the request', async () => {
    const { aws, context } = await awsTest()
    await lambdaProvider.deploy(
      lambdaSpec({ memoryMb: 512, architecture: 'arm64', runtime: 'nodejs22.x' }),
      context,
    )
    const create = aws.calls.find(({ operation }) => operation === 'CreateFunction')?.input
    expect(create).toMatchObject({
      MemorySize: 512,
      Architectures: ['arm64'],
      Runtime: 'nodejs22.x',
      Handler: 'lambda.handler',
      Tags: { 'coldstart:run': '2026-11-23T000000-test' },
    })
  })

  it.each([
    [{ memoryMb: 100 }, {}, /memory size/],
    [{ architecture: 'sparc' }, {}, /architecture/],
    [{ schedule: '* *' }, {}, /five fields/],
    [{}, { snapStart: true }, /SnapStart/],
    [{ runtime: 'java21' }, { snapStart: true }, /published versions/],
  ] as const)(
    'refuses what Lambda does not have before anything is asked of AWS (%o %o)',
    async (spec, options, words) => {
      const { aws, context } = await awsTest()
      await expect(lambdaProvider.deploy(lambdaSpec(spec, options), context)).rejects.toThrow(words)
      expect(aws.calls).toEqual([])
    },
  )

  it('publishes a version for SnapStart and invokes that', async () => {
    const { aws, context } = await awsTest()
    const spec = lambdaSpec(
      { runtime: 'java21' },
      { snapStart: true, evictBy: 'versions', handler: 'lambda.handler' },
    )
    const { targets } = await lambdaProvider.deploy(spec, context)
    const create = aws.calls.find(({ operation }) => operation === 'CreateFunction')?.input
    expect(create).toMatchObject({ Publish: true, SnapStart: { ApplyOn: 'PublishedVersions' } })
    expect(targets[0]?.url).toMatch(/\?Qualifier=1$/)
  })
})
