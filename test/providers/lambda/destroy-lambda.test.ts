import { describe, expect, it } from 'vitest'
import { contentsOf, putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { awsTest, changesAskedOf, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import type { AwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'

const everything = lambdaSpec({ schedule: '@daily', replicas: 2 }, { mode: 'url' })

describe('taking a Lambda deployment down', () => {
  it('leaves nothing of function, URL, role, log group and schedule', async () => {
    const { aws, context, ledger } = await awsTest()
    const deployment = await lambdaProvider.deploy(everything, context)
    expect(contentsOf(aws.cloud)).toHaveLength(2 + 2 + 2 + 2)
    await lambdaProvider.destroy(deployment, context)
    expect(contentsOf(aws.cloud)).toEqual([])
    expect(await ledger.open()).toEqual([])
  })

  it('takes what is gone already for success', async () => {
    const { aws, context, ledger } = await awsTest()
    const deployment = await lambdaProvider.deploy(everything, context)
    for (const store of [aws.cloud.functions, aws.cloud.roles, aws.cloud.logGroups, aws.cloud.schedules])
      store.clear()
    await lambdaProvider.destroy(deployment, context)
    await lambdaProvider.destroy(deployment, context)
    expect(await ledger.open()).toEqual([])
  })

  it('touches nothing that it did not make', async () => {
    const { aws, context } = await awsTest()
    putFunction(aws.cloud, 'coldstart-of-somebody')
    aws.cloud.logGroups.add('/aws/lambda/coldstart-of-somebody')
    await lambdaProvider.destroy(await lambdaProvider.deploy(everything, context), context)
    expect(contentsOf(aws.cloud)).toEqual([
      'function coldstart-of-somebody',
      'log group /aws/lambda/coldstart-of-somebody',
    ])
  })

  it('goes on after one thing that cannot be deleted, and keeps that in the ledger', async () => {
    const { aws, context, ledger } = await awsTest()
    const deployment = await lambdaProvider.deploy(lambdaSpec(), context)
    aws.misbehave({ call: 'DeleteFunction', reply: { status: 403, code: 'AccessDeniedException' } })
    await expect(lambdaProvider.destroy(deployment, context)).rejects.toMatchObject({
      code: 'aws-denied',
      hint: expect.stringContaining('lambda:DeleteFunction'),
    })
    expect(contentsOf(aws.cloud)).toEqual([expect.stringMatching(/^function /)])
    expect((await ledger.open())[0]?.resources.map(({ kind }) => kind)).toEqual(['lambda-function'])
    await lambdaProvider.destroy(deployment, context)
    expect(contentsOf(aws.cloud)).toEqual([])
  })

  it('waits for a function that is busy', async () => {
    const { aws, context } = await awsTest()
    const deployment = await lambdaProvider.deploy(lambdaSpec(), context)
    aws.misbehave({
      call: 'DeleteFunction',
      times: 3,
      reply: { status: 409, code: 'ResourceConflictException' },
    })
    await lambdaProvider.destroy(deployment, context)
    expect(contentsOf(aws.cloud)).toEqual([])
  })

  it.each<Parameters<AwsStandIn['misbehave']>>([
    [{ call: 'DeleteFunction', reset: 'mid-request' }],
    [{ call: 'DeleteRole', reply: { status: 500, code: 'ServiceFailure' } }],
    [{ call: 'DetachRolePolicy', reply: { status: 400, code: 'Throttling' } }],
  ])('survives trouble on the way: %o', async (trouble) => {
    const { aws, context } = await awsTest()
    const deployment = await lambdaProvider.deploy(lambdaSpec(), context)
    aws.misbehave(trouble)
    await lambdaProvider.destroy(deployment, context)
    expect(contentsOf(aws.cloud)).toEqual([])
  })
})

describe('finding what no ledger knows', () => {
  it('finds everything by name and tag, and destroy takes it down', async () => {
    const first = await awsTest()
    await lambdaProvider.deploy(everything, first.context)
    const [orphan, ...others] = (await lambdaProvider.findOrphans?.(first.context)) ?? []
    expect(others).toEqual([])
    expect(orphan?.resources.map(({ kind }) => kind).sort()).toEqual([
      'iam-role',
      'iam-role',
      'lambda-function',
      'lambda-function',
      'log-group',
      'log-group',
      'schedule',
      'schedule',
    ])
    if (orphan) await lambdaProvider.destroy(orphan, first.context)
    expect(contentsOf(first.aws.cloud)).toEqual([])
  })

  it('finds nothing of others, whatever it is called', async () => {
    const { aws, context } = await awsTest()
    putFunction(aws.cloud, 'coldstart-proxy')
    putFunction(aws.cloud, 'coldstart-2026-11-23T000000-test-abcd-0')
    aws.cloud.logGroups.add('/aws/lambda/coldstart-proxy')
    aws.cloud.schedules.set('coldstart-nightly', {})
    expect(await lambdaProvider.findOrphans?.(context)).toEqual([])
    expect(changesAskedOf(aws)).toEqual([])
  })
})
