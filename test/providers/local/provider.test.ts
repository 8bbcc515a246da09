import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Deployment } from '../../../src/core/deployment.ts'
import { deployment as deploymentSchema } from '../../../src/core/deployment.ts'
import type { Target } from '../../../src/core/target.ts'
import { localOptions } from '../../../src/providers/local/options.ts'
import { localProvider } from '../../support/connected-providers.ts'
import { createTestContext } from '../../support/provider-context.ts'
import { sendRequest } from '../../support/send-request.ts'

const workload = { folder: fileURLToPath(new URL('../../../fixtures/hello', import.meta.url)) }
const context = createTestContext()
let deployment: Deployment

beforeAll(async () => {
  const options = localOptions.parse({ idleTtlMs: 60_000 })
  deployment = await localProvider.deploy({ runId: 'r1', workload, replicas: 1, options }, context)
})
afterAll(() => localProvider.destroy(deployment, context))

async function invoke(id: string, nonce: string) {
  const target = deployment.targets.find((one) => one.id === id)
  if (!target) throw new Error(`no target ${id}`)
  return localProvider.interpret(
    await sendRequest(await localProvider.request(target, nonce, context), context.clock),
    nonce,
  )
}

describe('the local provider', () => {
  it('makes replicas that are cold domains of their own, in one group, with the memory asked for', async () => {
    const options = localOptions.parse({ contracts: ['lambda'], idleTtlMs: 60_000, lambdaRuntime: 'own' })
    const twice = await localProvider.deploy(
      { runId: 'r2', workload, replicas: 2, memoryMb: 256, options },
      context,
    )
    onTestFinished(() => localProvider.destroy(twice, context))
    expect(twice.targets.map(({ id, group, memoryMb }) => ({ id, group, memoryMb }))).toEqual([
      { id: 'lambda', group: 'lambda', memoryMb: 256 },
      { id: 'lambda#2', group: 'lambda', memoryMb: 256 },
    ])
    const read = async (target: Target, nonce: string) =>
      localProvider.interpret(
        await sendRequest(await localProvider.request(target, nonce, context), context.clock),
        nonce,
      )
    const reports = await Promise.all(twice.targets.map((target) => read(target, 'n')))
    expect(reports.map(({ instance }) => [instance?.invocation, instance?.memoryMb])).toEqual([
      [1, 256],
      [1, 256],
    ])
    expect(reports[0]?.instance?.id).not.toBe(reports[1]?.instance?.id)
  })

  it('is destroyed once and for all: destroying again is success, and nothing answers any more', async () => {
    const options = localOptions.parse({ contracts: ['vercel'] })
    const brief = await localProvider.deploy({ runId: 'r3', workload, replicas: 1, options }, context)
    await localProvider.destroy(brief, context)
    await localProvider.destroy(brief, context)
    await expect(fetch(brief.targets[0]?.url ?? '')).rejects.toThrow()
  })

  it('deploys one target for each contract', () => {
    expect(deploymentSchema.parse(deployment).targets.map(({ id }) => id)).toEqual([
      'lambda',
      'vercel',
      'netlify',
    ])
  })

  it.each(['lambda', 'vercel', 'netlify'])(
    'reads a cold and then a warm invocation of one %s instance',
    async (id) => {
      const cold = await invoke(id, 'nonce-1')
      const warm = await invoke(id, 'nonce-2')
      expect(cold.instance).toMatchObject({ invocation: 1, reportedBy: 'function' })
      expect(warm.instance).toMatchObject({ invocation: 2, id: cold.instance?.id })
    },
  )

  it('meets a new instance after an eviction', async () => {
    const before = await invoke('vercel', 'a')
    await localProvider.evict?.(deployment, context)
    const after = await invoke('vercel', 'b')
    expect(after.instance).toMatchObject({ invocation: 1 })
    expect(after.instance?.id).not.toBe(before.instance?.id)
  })

  it("reads Lambda's init duration for the cold invocation only", async () => {
    await localProvider.evict?.(deployment, context)
    expect((await invoke('lambda', 'a')).platform?.initMs).toBeGreaterThan(0)
    const warm = (await invoke('lambda', 'b')).platform
    expect(warm?.initMs).toBeUndefined()
    expect(warm?.durationMs).toBeGreaterThan(0)
  })

  it('opens a connection without running the function', async () => {
    const [lambda, vercel] = deployment.targets
    const replies = [lambda, vercel].map(async (target) => {
      const request = target && (await localProvider.connectOnly?.(target, context))
      if (!request) throw new Error('no target')
      return (await sendRequest(request, context.clock)).status
    })
    const before = await invoke('vercel', 'a')
    expect(await Promise.all(replies)).toEqual([204, 200])
    expect((await invoke('vercel', 'b')).instance?.invocation).toBe((before.instance?.invocation ?? 0) + 1)
  })

  it('names what runs each contract', () => {
    expect(deployment.targets.map(({ facts }) => facts?.parity?.runBy)).toEqual([
      expect.stringMatching(/^(coldstart runtime client|aws-lambda-ric )/),
      expect.stringMatching(/^@vercel\/node-bridge \d/),
      expect.stringMatching(/^@netlify\/serverless-functions-api \d/),
    ])
  })
})
