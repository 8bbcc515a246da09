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
})
