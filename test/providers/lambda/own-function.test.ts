import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { awsTest, changesAskedOf, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'

const theirs = {
  DATABASE_URL: 'postgres://u:planted-password@db',
  EMPTY: '',
  LEVEL: 'debug',
  A1: 'ünïcode "quoted"',
}

async function ownFunction(variables: Record<string, string> | undefined = theirs) {
  const test = await awsTest()
  const environment = variables ? { Environment: { Variables: variables } } : {}
  const stored = putFunction(test.aws.cloud, 'checkout', environment)
  const variablesNow = () =>
    (stored.configuration.Environment as { Variables?: object } | undefined)?.Variables
  return { ...test, stored, variablesNow }
}

const adopt = lambdaSpec({}, { functionName: 'checkout' })

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

  it('is put back by destroy in a process that knows only the ledger', async () => {
    const { context, ledger, clock, variablesNow } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    await lambdaProvider.evict?.(deployment, context)
    await ledger.close()
    const later = openLedger({ cwd: context.cwd, clock })
    const [left] = await later.open()
    if (!left) throw new Error('the ledger forgot it')
    await lambdaProvider.destroy(left, { ...context, ledger: later })
    expect(variablesNow()).toEqual(theirs)
    expect(await later.open()).toEqual([])
    await later.close()
  })

  it('is put back by the next start', async () => {
    const { aws, context, variablesNow } = await ownFunction()
    await lambdaProvider.evict?.(await lambdaProvider.deploy(adopt, context), context)
    putFunction(aws.cloud, 'other')
    await lambdaProvider.deploy(lambdaSpec({}, { functionName: 'other' }), context)
    expect(variablesNow()).toEqual(theirs)
  })

  it('is put back also when the run was interrupted', async () => {
    const { context, variablesNow } = await ownFunction()
    const controller = new AbortController()
    const interrupted = { ...context, signal: controller.signal }
    const deployment = await lambdaProvider.deploy(adopt, interrupted)
    await lambdaProvider.evict?.(deployment, interrupted)
    controller.abort(new Error('SIGINT'))
    await lambdaProvider.destroy(deployment, interrupted)
    expect(variablesNow()).toEqual(theirs)
  })

  it('keeps what its owner changed during the run', async () => {
    const { context, stored, variablesNow } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    await lambdaProvider.evict?.(deployment, context)
    const now = variablesNow() as Record<string, string>
    stored.configuration = {
      ...stored.configuration,
      Environment: { Variables: { ...now, LEVEL: 'info', NEW: 'x' } },
    }
    await lambdaProvider.destroy(deployment, context)
    expect(variablesNow()).toEqual({ ...theirs, LEVEL: 'info', NEW: 'x' })
    expect(context.logged.join('\n')).toMatch(/changed by somebody else/)
  })

  it('does not write over a change that its owner makes at the same moment', async () => {
    const { aws, context, stored, variablesNow } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    let once = true
    aws.onCall = ({ operation }, moment) => {
      if (operation !== 'UpdateFunctionConfiguration' || moment !== 'before' || !once) return
      once = false
      stored.revision = 'changed-by-owner'
      stored.configuration = {
        ...stored.configuration,
        Environment: { Variables: { ...theirs, LATE: 'yes' } },
      }
    }
    await lambdaProvider.evict?.(deployment, context)
    expect(variablesNow()).toMatchObject({ ...theirs, LATE: 'yes', COLDSTART_NONCE: expect.any(String) })
  })

  it('is left alone when its variables cannot be read', async () => {
    const { aws, context, stored } = await ownFunction()
    stored.configuration.Environment = { Error: { ErrorCode: 'AccessDeniedException', Message: 'kms' } }
    const deployment = await lambdaProvider.deploy(adopt, context)
    await expect(lambdaProvider.evict?.(deployment, context)).rejects.toMatchObject({
      code: 'lambda-cannot-evict',
    })
    expect(changesAskedOf(aws)).toEqual([])
  })

  it('is left alone when it has a variable of that name already', async () => {
    const { aws, context } = await ownFunction({ COLDSTART_NONCE: 'of another run' })
    const deployment = await lambdaProvider.deploy(adopt, context)
    await expect(lambdaProvider.evict?.(deployment, context)).rejects.toMatchObject({
      code: 'lambda-cannot-evict',
      hint: expect.stringContaining('delete that variable'),
    })
    expect(changesAskedOf(aws)).toEqual([])
  })

  it('is whole, and none of its values is shown, when there is no room for one more variable', async () => {
    const { context, variablesNow } = await ownFunction({ BIG: 'planted-big-value'.repeat(239) })
    const deployment = await lambdaProvider.deploy(adopt, context)
    const error = await lambdaProvider.evict?.(deployment, context).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'remote-failed', message: expect.stringContaining('4KB') })
    expect((error as Error).message).not.toContain('planted-big-value')
    await lambdaProvider.destroy(deployment, context)
    expect(Object.keys(variablesNow() ?? {})).toEqual(['BIG'])
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

  it('gone by the time of destroy is success', async () => {
    const { aws, context, ledger } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    await lambdaProvider.evict?.(deployment, context)
    aws.cloud.functions.delete('checkout')
    await lambdaProvider.destroy(deployment, context)
    expect(await ledger.open()).toEqual([])
  })
})
