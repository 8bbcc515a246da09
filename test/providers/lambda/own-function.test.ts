import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changesAskedOf, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { adopt, ownFunction, theirs } from './support/own-function.ts'

describe("a user's own function", () => {
  it('is taken as it is: nothing is made or changed', async () => {
    const { aws, context, variablesNow } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    expect(deployment.resources).toEqual([expect.objectContaining({ kind: 'lambda-function', owned: false })])
    expect(deployment.targets[0]).toMatchObject({
      memoryMb: 256,
      runtime: 'nodejs22.x',
      handle: { own: true },
    })
    await lambdaProvider.destroy(deployment, context)
    expect(changesAskedOf(aws)).toEqual([])
    expect(variablesNow()).toEqual(theirs)
  })

  it('gets a variable of ours beside all of its own, and not one of them changes', async () => {
    const { context, variablesNow } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    for (let round = 0; round < 3; round++) {
      await lambdaProvider.evict?.(deployment, context)
      const { COLDSTART_NONCE, ...others } = variablesNow() as Record<string, string>
      expect(COLDSTART_NONCE).toEqual(expect.any(String))
      expect(others).toEqual(theirs)
    }
    await lambdaProvider.destroy(deployment, context)
    expect(variablesNow()).toEqual(theirs)
  })

  it('has no variables again when it had none', async () => {
    const { context, variablesNow } = await ownFunction({})
    const deployment = await lambdaProvider.deploy(adopt, context)
    await lambdaProvider.evict?.(deployment, context)
    await lambdaProvider.destroy(deployment, context)
    expect(variablesNow()).toEqual({})
  })

  it('has what was there in the ledger before the first change, and none of its values', async () => {
    const { aws, context, ledger } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    let pendingAtChange: readonly unknown[] = []
    aws.onCall = async ({ operation }, moment) => {
      if (operation === 'UpdateFunctionConfiguration' && moment === 'before')
        pendingAtChange = await ledger.pendingChanges(deployment.id)
    }
    await lambdaProvider.evict?.(deployment, context)
    expect(pendingAtChange).toEqual([
      expect.objectContaining({
        before: expect.objectContaining({ variableNames: Object.keys(theirs).sort() }),
      }),
    ])
    expect(readFileSync(ledger.path, 'utf8')).not.toContain('planted-password')
  })

  it('cannot be forced cold as a published version', async () => {
    const { aws, context, stored } = await ownFunction()
    stored.versions.set('3', { description: '', pendingPolls: 0 })
    const arn = `${stored.arn}:3`
    const deployment = await lambdaProvider.deploy(lambdaSpec({}, { functionName: arn }), context)
    expect(deployment.targets[0]?.url).toMatch(/Qualifier=3$/)
    await expect(lambdaProvider.evict?.(deployment, context)).rejects.toMatchObject({
      code: 'lambda-cannot-evict',
    })
    expect(changesAskedOf(aws)).toEqual([])
  })

  it('that does not exist is an error which says where it was looked for', async () => {
    const { context } = await ownFunction()
    await expect(
      lambdaProvider.deploy(lambdaSpec({}, { functionName: 'chekout' }), context),
    ).rejects.toMatchObject({
      code: 'lambda-not-usable',
      message: expect.stringContaining('us-east-1'),
    })
  })

  it('gets the event of a file, with the nonce where the file says so', async () => {
    const { context } = await ownFunction()
    writeFileSync(join(context.cwd, 'event.json'), '{"order":7,"trace":"{{nonce}}"}')
    const spec = lambdaSpec({}, { functionName: 'checkout', payloadFile: 'event.json' })
    const { targets } = await lambdaProvider.deploy(spec, context)
    const request = targets[0] && (await lambdaProvider.request(targets[0], 'n0nce', context))
    expect(request?.body).toBe('{"order":7,"trace":"n0nce"}')
  })
})
