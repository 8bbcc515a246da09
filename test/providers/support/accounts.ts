import { onTestFinished } from 'vitest'
import { createFakeClock } from '../../support/fake-clock.ts'
import { startNetlifyStandIn } from '../../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from '../../support/stand-in/vercel-stand-in.ts'

export const token = 'planted-token'

/** What it takes on one platform: an account with its API, and the same folder seen with other credentials. */
export async function vercelAccount(given: { readonly user?: string; readonly team?: string } = {}) {
  const clock = createFakeClock()
  const standIn = await startVercelStandIn({ clock, token, ...given })
  onTestFinished(() => standIn.close())
  return { standIn, baseUrls: standIn.baseUrls, clock }
}

export async function netlifyAccount(given: { readonly user?: string; readonly team?: string } = {}) {
  const clock = createFakeClock()
  const standIn = await startNetlifyStandIn({ clock, token, ...given })
  onTestFinished(() => standIn.close())
  return { standIn, baseUrls: standIn.baseUrls, clock }
}
