import { describe, expect, it } from 'vitest'
import { contentsOf } from '../../support/aws-stand-in/aws-cloud.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'

describe('deploying to Lambda', () => {
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
