import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ProviderContext } from '../../src/providers/provider.ts'
import type { WorkloadSource } from '../../src/workload/workload-source.ts'
import type { Connected } from '../support/connected.ts'
import { cloudflareProvider, netlifyProvider, vercelProvider } from '../support/connected-providers.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { startCloudflareStandIn } from '../support/stand-in/cloudflare-stand-in.ts'
import { createDeployContext, specFor } from '../support/stand-in/deploy-setup.ts'
import { startNetlifyStandIn } from '../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const token = 'planted-token-4711'

/** Deploys, and forces cold what another process deployed. */
function actionsOf<Options>(provider: Connected<Options>) {
  return {
    deploy: (workload: WorkloadSource, context: ProviderContext) =>
      provider.deploy(specFor(provider, {}, { workload }), context),
    evictLater: async (context: ProviderContext) => {
      const [deployment] = await context.ledger.open()
      return deployment && provider.evict?.(deployment, { ...context })
    },
  }
}

const platforms = {
  vercel: {
    start: startVercelStandIn,
    actions: actionsOf(vercelProvider),
    tokenName: 'VERCEL_TOKEN',
    source: 'export default (req, res) => res.end("x")',
  },
  netlify: {
    start: startNetlifyStandIn,
    actions: actionsOf(netlifyProvider),
    tokenName: 'NETLIFY_AUTH_TOKEN',
    source: 'export default async () => new Response("x")',
  },
  cloudflare: {
    start: startCloudflareStandIn,
    actions: actionsOf(cloudflareProvider),
    tokenName: 'CLOUDFLARE_API_TOKEN',
    source: 'export default { fetch: () => new Response("x") }',
  },
} as const

type Platform = (typeof platforms)[keyof typeof platforms]

async function deployed(
  { start, actions, tokenName, source }: Platform,
  variables: Readonly<Record<string, string>>,
) {
  const clock = createFakeClock()
  const standIn = await start({ clock, token })
  onTestFinished(() => standIn.close())
  const context = createDeployContext({ env: { [tokenName]: token }, clock, baseUrls: standIn.baseUrls })
  const file = join(temporaryFolder(), 'mine.mjs')
  writeFileSync(file, source)
  await actions.deploy({ file, variables }, context)
  return { file, context, evictLater: () => actions.evictLater(context) }
}

describe('a forced cold start of what an earlier process deployed', () => {
  it.each(Object.entries(platforms))('deploys the same to %s again', async (_, platform) => {
    const { evictLater } = await deployed(platform, {})
    expect(await evictLater()).toHaveLength(1)
  })

  it.each(Object.entries(platforms))(
    'is refused on %s where the function has changed',
    async (_, platform) => {
      const { file, evictLater } = await deployed(platform, {})
      writeFileSync(file, platform.source.replace('"x"', '"y"'))
      await expect(evictLater()).rejects.toThrow('have changed since')
    },
  )

  it.each(['netlify', 'cloudflare'] as const)(
    'is refused on %s where the function would lose its variables',
    async (name) => {
      const { evictLater } = await deployed(platforms[name], { WORD: 'x' })
      await expect(evictLater()).rejects.toThrow('the values of its variables (WORD) are kept nowhere')
    },
  )

  it('leaves the variables of a function on Vercel, where they are the project’s', async () => {
    const { evictLater } = await deployed(platforms.vercel, { WORD: 'x' })
    expect(await evictLater()).toHaveLength(1)
  })
})
