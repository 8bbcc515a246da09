import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../../src/core/deployment.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import type { AwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { sendRequest } from '../../support/send-request.ts'

type Tested = Awaited<ReturnType<typeof awsTest>>

async function invoke(deployment: Deployment, { context }: Tested, index = 0) {
  const target = deployment.targets[index]
  if (!target) throw new Error('no target')
  const request = await lambdaProvider.request(target, 'n', context)
  return lambdaProvider.interpret(await sendRequest(request, context.clock), 'n')
}

function lookedAt(aws: AwsStandIn): string[] {
  return aws.calls.map(({ operation }) => operation)
}

describe('forcing a Lambda function cold', () => {
  it('changes one variable and returns only once the change is in force', async () => {
    const test = await awsTest({ pace: { updatePolls: 3 } })
    const deployment = await lambdaProvider.deploy(lambdaSpec(), test.context)
    expect((await invoke(deployment, test)).instance?.invocation).toBe(1)
    expect((await invoke(deployment, test)).instance?.invocation).toBe(2)
    test.aws.calls.length = 0
    await lambdaProvider.evict?.(deployment, test.context)
    expect(lookedAt(test.aws)).toEqual([
      'GetFunction',
      'UpdateFunctionConfiguration',
      'GetFunction',
      'GetFunction',
      'GetFunction',
    ])
    const cold = await invoke(deployment, test)
    expect(cold.instance?.invocation).toBe(1)
    expect(cold.platform?.initMs).toBe(151.6)
  })

  it('does not take the Successful state of the old revision for the end of its own update', async () => {
    const test = await awsTest({ pace: { staleReads: 2, updatePolls: 1 } })
    const deployment = await lambdaProvider.deploy(lambdaSpec(), test.context)
    await invoke(deployment, test)
    test.aws.calls.length = 0
    await lambdaProvider.evict?.(deployment, test.context)
    expect(lookedAt(test.aws)).toEqual([
      'GetFunction',
      'UpdateFunctionConfiguration',
      'GetFunction',
      'GetFunction',
      'GetFunction',
    ])
    expect((await invoke(deployment, test)).instance?.invocation).toBe(1)
  })

  it('waits while another update is in progress and makes its own then', async () => {
    const test = await awsTest()
    const deployment = await lambdaProvider.deploy(lambdaSpec(), test.context)
    test.aws.misbehave({
      call: 'UpdateFunctionConfiguration',
      times: 2,
      reply: {
        status: 409,
        code: 'ResourceConflictException',
        message: 'An update is in progress for resource',
      },
    })
    await lambdaProvider.evict?.(deployment, test.context)
    expect(lookedAt(test.aws).filter((name) => name === 'UpdateFunctionConfiguration')).toHaveLength(3)
  })

  it('stops waiting with an error when the update failed', async () => {
    const test = await awsTest()
    const deployment = await lambdaProvider.deploy(lambdaSpec(), test.context)
    const [stored] = test.aws.cloud.functions.values()
    test.aws.onCall = ({ operation }, moment) => {
      if (operation === 'UpdateFunctionConfiguration' && moment === 'after')
        test.aws.cloud.functions.delete(stored?.name ?? '')
    }
    await expect(lambdaProvider.evict?.(deployment, test.context)).rejects.toMatchObject({
      code: 'lambda-not-usable',
      message: expect.stringContaining('does not exist'),
    })
  })

  it('says so when AWS does not finish the update', async () => {
    const test = await awsTest({ pace: { updatePolls: 10_000 } })
    const deployment = await lambdaProvider.deploy(lambdaSpec(), test.context)
    await expect(lambdaProvider.evict?.(deployment, test.context)).rejects.toMatchObject({
      code: 'lambda-too-slow',
    })
  })

  it('publishes versions in a batch and takes a fresh one for each cold start', async () => {
    const test = await awsTest()
    const options = { evictBy: 'versions', versionsPerBatch: 2 } as const
    const deployment = await lambdaProvider.deploy(lambdaSpec({}, options), test.context)
    const published = () => lookedAt(test.aws).filter((name) => name === 'PublishVersion').length
    const urls: string[] = []
    for (let round = 0; round < 3; round++) {
      const targets = (await lambdaProvider.evict?.(deployment, test.context)) ?? []
      const [target] = targets
      const request = target && (await lambdaProvider.request(target, 'n', test.context))
      urls.push(new URL(request?.url ?? '').search)
      const moved = { ...deployment, targets: [...targets] }
      expect((await invoke(moved, test)).instance?.invocation).toBe(1)
      expect((await invoke(moved, test)).instance?.invocation).toBe(2)
    }
    expect(urls).toEqual(['?Qualifier=1', '?Qualifier=2', '?Qualifier=3'])
    expect(published()).toBe(4)
  })

  it('asks again for a throttled update, and no measured invocation ever', async () => {
    const test = await awsTest()
    const deployment = await lambdaProvider.deploy(lambdaSpec(), test.context)
    const reply = { status: 429, code: 'TooManyRequestsException', message: 'Rate exceeded' }
    test.aws.misbehave({ call: 'UpdateFunctionConfiguration', reply })
    await lambdaProvider.evict?.(deployment, test.context)
    test.aws.misbehave({ call: 'Invoke', reply })
    test.aws.calls.length = 0
    expect((await invoke(deployment, test)).error).toEqual({
      kind: 'throttled',
      message: 'TooManyRequestsException: Rate exceeded',
    })
    expect(lookedAt(test.aws)).toEqual(['Invoke'])
  })
})
