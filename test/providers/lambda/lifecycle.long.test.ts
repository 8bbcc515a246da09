import { describe, expect, it } from 'vitest'
import { contentsOf } from '../../support/aws-stand-in/aws-cloud.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { engineHost } from '../../support/aws-stand-in/function-host.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { sendRequest } from '../../support/send-request.ts'

describe('the deployed package, really run by the local engine behind the stand-in', () => {
  it.each(['invoke', 'url'] as const)(
    'deploy → cold → warm → evict → cold → destroy, by %s',
    async (mode) => {
      const { aws, context } = await awsTest({ host: engineHost() })
      const deployment = await lambdaProvider.deploy(lambdaSpec({}, { mode }), context)
      const [target] = deployment.targets
      if (!target) throw new Error('no target')
      const invoke = async (nonce: string) =>
        lambdaProvider.interpret(
          await sendRequest(await lambdaProvider.request(target, nonce, context), context.clock),
          nonce,
        )
      // By URL the first ever invocation is spent on waiting for the policy.
      if (mode === 'url') await lambdaProvider.evict?.(deployment, context)

      const cold = await invoke('a')
      expect(cold).toMatchObject({ instance: { invocation: 1 } })
      expect(cold.error).toBeUndefined()
      if (mode === 'invoke') expect(cold.platform?.initMs).toBeGreaterThan(0)

      const warm = await invoke('b')
      expect(warm.instance).toMatchObject({ id: cold.instance?.id, invocation: 2 })
      expect(warm.platform?.initMs).toBeUndefined()

      await lambdaProvider.evict?.(deployment, context)
      const again = await invoke('c')
      expect(again.instance?.invocation).toBe(1)
      expect(again.instance?.id).not.toBe(cold.instance?.id)

      await lambdaProvider.destroy(deployment, context)
      expect(contentsOf(aws.cloud)).toEqual([])
    },
  )

  it('opens a connection by a dry run, which does not run the function', async () => {
    const { context } = await awsTest({ host: engineHost() })
    const { targets } = await lambdaProvider.deploy(lambdaSpec(), context)
    const [target] = targets
    if (!target) throw new Error('no target')
    const dryRun = await lambdaProvider.connectOnly?.(target, context)
    if (!dryRun) throw new Error('no dry run')
    expect((await sendRequest(dryRun, context.clock)).status).toBe(204)
    const reply = await sendRequest(await lambdaProvider.request(target, 'n', context), context.clock)
    expect(lambdaProvider.interpret(reply, 'n').instance?.invocation).toBe(1)
  })
})
