import { afterEach, describe, expect, it } from 'vitest'
import { newNonce } from '../../../src/core/ids.ts'
import type { ProviderContext } from '../../../src/providers/provider.ts'
import { runLiveCycle } from '../../live/live-cycle.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { deployToGoogle } from '../../support/google-stand-in/deploy-to-google.ts'
import { engineHost, isFrameworkInstalled } from '../../support/google-stand-in/engine-host.ts'
import { type GoogleCloud, startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { createGoogleContext, googleEnv } from '../../support/google-stand-in/google-context.ts'
import { sendRequest } from '../../support/send-request.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'

const how = 'enable with: npm ci --prefix test/oracles/google'

let cloud: GoogleCloud
afterEach(() => cloud?.close())

describe('the cycle that test/live runs against a real account', () => {
  it('passes against the stand-in', async () => {
    cloud = await startGoogleCloud()
    const context = createDeployContext({ env: googleEnv(cloud, 'user'), baseUrls: cloud.baseUrls })
    cloud.clock = context.clock
    await runLiveCycle(googleProvider, context)
    expect(cloud.functions.size).toBe(0)
    expect(cloud.refusals).toEqual([])
  })
})

describe.skipIf(!isFrameworkInstalled())(
  `the uploaded package, run by the Functions Framework (${how})`,
  () => {
    it('deploys, starts cold, stays warm, starts cold after evict, and is gone after destroy', async () => {
      cloud = await startGoogleCloud(engineHost)
      const context = createGoogleContext(cloud)
      const deployment = await deployToGoogle(context)
      const [target] = deployment.targets
      if (!target) throw new Error('no target')
      const seen = []
      for (const step of ['first', 'warm', 'evict', 'warm']) {
        if (step === 'evict') await googleProvider.evict?.(deployment, context)
        seen.push(await invoke(target, context))
      }
      expect(seen.map(({ invocation }) => invocation)).toEqual([1, 2, 1, 2])
      expect(new Set(seen.map(({ id }) => id)).size).toBe(2)
      expect(seen[0]).toMatchObject({
        reportedBy: 'function',
        loadMs: expect.any(Number),
        handlerMs: expect.any(Number),
      })
      await googleProvider.destroy(deployment, context)
      expect(cloud.functions.size).toBe(0)
      expect((await fetch(target.url)).status).toBe(404)
      expect(cloud.refusals).toEqual([])
    })
  },
)

async function invoke(target: Parameters<typeof googleProvider.request>[0], context: ProviderContext) {
  const nonce = newNonce()
  const reply = await sendRequest(await googleProvider.request(target, nonce, context), context.clock)
  const { instance, error } = googleProvider.interpret(reply, nonce)
  expect(error).toBeUndefined()
  if (!instance) throw new Error('no report')
  return instance
}
