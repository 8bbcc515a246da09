import { onTestFinished } from 'vitest'
import { netlifyProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { describeProvider } from '../../support/provider-conformance.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'
import { startNetlifyStandIn } from '../../support/stand-in/netlify-stand-in.ts'

const token = 'planted-netlify-token'

describeProvider(netlifyProvider, {
  async open() {
    const clock = createFakeClock()
    const standIn = await startNetlifyStandIn({ token, clock })
    onTestFinished(() => standIn.close())
    return {
      context: createDeployContext({ clock, env: { NETLIFY_AUTH_TOKEN: token }, baseUrls: standIn.baseUrls }),
      secrets: [token],
      existing: () => [...standIn.sites.values()].map(({ name }) => name),
      addForeign: () => standIn.addSite('coldstart-blog').name,
      onCall: (listener) => standIn.onCall(listener),
      faults: () => standIn.refusals,
    }
  },
})
