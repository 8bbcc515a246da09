import { onTestFinished } from 'vitest'
import { cloudflareProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { describeProvider } from '../../support/provider-conformance.ts'
import { startCloudflareStandIn } from '../../support/stand-in/cloudflare-stand-in.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'

const token = 'planted-cloudflare-token'

describeProvider(cloudflareProvider, {
  async open() {
    const clock = createFakeClock()
    const standIn = await startCloudflareStandIn({ token, clock })
    onTestFinished(() => standIn.close())
    return {
      context: createDeployContext({
        clock,
        env: { CLOUDFLARE_API_TOKEN: token },
        baseUrls: standIn.baseUrls,
      }),
      secrets: [token],
      existing: () => [...standIn.scripts.keys()].map((key) => key.split('/')[1] ?? ''),
      addForeign() {
        standIn.addScript('coldstart-20261123t1542-abcdefg')
        return 'coldstart-20261123t1542-abcdefg'
      },
      onCall: (listener) => standIn.onCall(listener),
      faults: () => standIn.refusals,
    }
  },
})
