import { onTestFinished } from 'vitest'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { createDeployContext } from '../../../support/stand-in/deploy-setup.ts'
import { startVercelStandIn, type VercelStandInOptions } from '../../../support/stand-in/vercel-stand-in.ts'

const token = 'planted-vercel-token'
export const team = 'team_planted'

/** A Vercel of a test's own, on a clock of its own, and how a deploy reaches it. */
export async function setUp(given: Partial<VercelStandInOptions> = {}) {
  const clock = createFakeClock()
  const standIn = await startVercelStandIn({ clock, token, team, ...given })
  onTestFinished(() => standIn.close())
  const env = { VERCEL_TOKEN: token, VERCEL_ORG_ID: team }
  return { standIn, context: createDeployContext({ env, clock, baseUrls: standIn.baseUrls }) }
}
