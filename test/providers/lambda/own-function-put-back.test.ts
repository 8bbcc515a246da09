import { describe, expect, it } from 'vitest'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { changesAskedOf, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { adopt, ownFunction, theirs } from './support/own-function.ts'

describe("a user's own function", () => {
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

  it('gone by the time of destroy is success', async () => {
    const { aws, context, ledger } = await ownFunction()
    const deployment = await lambdaProvider.deploy(adopt, context)
    await lambdaProvider.evict?.(deployment, context)
    aws.cloud.functions.delete('checkout')
    await lambdaProvider.destroy(deployment, context)
    expect(await ledger.open()).toEqual([])
  })
})
