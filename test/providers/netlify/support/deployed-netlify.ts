import { onTestFinished } from 'vitest'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { createDeployContext } from '../../../support/stand-in/deploy-setup.ts'
import {
  type NetlifyStandInOptions,
  startNetlifyStandIn,
} from '../../../support/stand-in/netlify-stand-in.ts'

const token = 'planted-netlify-token'

/** A Netlify of a test's own, on a clock of its own, and how a deploy reaches it. */
export async function setUp(given: Partial<NetlifyStandInOptions> = {}) {
  const clock = createFakeClock()
  const standIn = await startNetlifyStandIn({ clock, token, ...given })
  onTestFinished(() => standIn.close())
  const env = { NETLIFY_AUTH_TOKEN: token }
  return { standIn, context: createDeployContext({ env, clock, baseUrls: standIn.baseUrls }) }
}
