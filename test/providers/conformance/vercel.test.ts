import { onTestFinished } from 'vitest'
import { vercelProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { describeProvider } from '../../support/provider-conformance.ts'
import { createDeployContext } from '../../support/stand-in/deploy-setup.ts'
import { startVercelStandIn } from '../../support/stand-in/vercel-stand-in.ts'

const token = 'planted-vercel-token'

describeProvider(vercelProvider, {
  async open() {
    const clock = createFakeClock()
    const standIn = await startVercelStandIn({ token, clock })
    onTestFinished(() => standIn.close())
    return {
      context: createDeployContext({ clock, env: { VERCEL_TOKEN: token }, baseUrls: standIn.baseUrls }),
      get secrets() {
        return [token, ...standIn.secrets]
      },
      existing: () => [...standIn.projects.values()].map(({ name }) => name),
      addForeign() {
        const blog = { id: 'prj_blog', name: 'coldstart-blog', protectedByLogin: false, variables: {} }
        standIn.projects.set(blog.id, blog)
        return blog.name
      },
      onCall: (listener) => standIn.onCall(listener),
      faults: () => standIn.refusals,
    }
  },
})
