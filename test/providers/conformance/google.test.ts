import { onTestFinished } from 'vitest'
import { googleProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { googleEnv } from '../../support/google-stand-in/google-context.ts'
import { describeProvider } from '../../support/provider-conformance.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'

describeProvider(googleProvider, {
  async open() {
    const cloud = await startGoogleCloud()
    const clock = createFakeClock()
    cloud.clock = clock
    onTestFinished(() => cloud.close())
    return {
      context: createDeployContext({ clock, env: googleEnv(cloud, 'user'), baseUrls: cloud.baseUrls }),
      secrets: cloud.secrets,
      existing: () => [...cloud.functions.keys(), ...cloud.jobs.keys()],
      addForeign() {
        const name = 'projects/stand-in/locations/us-central1/functions/coldstart-of-somebody-else'
        cloud.functions.set(name, { resource: { name, state: 'ACTIVE' } })
        return name
      },
      onCall(listener) {
        cloud.onCall = listener
      },
      faults: () => cloud.refusals,
    }
  },
})
