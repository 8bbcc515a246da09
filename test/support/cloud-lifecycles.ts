import { existsSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Target } from '../../src/core/target.ts'
import type { Connected } from './connected.ts'
import { cloudflareProvider, netlifyProvider, vercelProvider } from './connected-providers.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { startCloudflareStandIn } from './stand-in/cloudflare-stand-in.ts'
import { createDeployContext, invoke, specFor } from './stand-in/deploy-setup.ts'
import { runInEngine } from './stand-in/engine-runner.ts'
import { startNetlifyStandIn } from './stand-in/netlify-stand-in.ts'
import type { StandIn } from './stand-in/stand-in.ts'
import { startVercelStandIn } from './stand-in/vercel-stand-in.ts'

const token = 'planted-token'

interface Platform {
  readonly standIn: StandIn & { readonly baseUrls: Readonly<Record<string, string>> }
  left(): number
}

async function vercel(clock: FakeClock): Promise<Platform> {
  const standIn = await startVercelStandIn({ token, clock, run: runInEngine })
  return { standIn, left: () => standIn.projects.size + standIn.deployments.size }
}

async function netlify(clock: FakeClock): Promise<Platform> {
  const standIn = await startNetlifyStandIn({ token, clock, run: runInEngine })
  return { standIn, left: () => standIn.sites.size + standIn.deploys.size }
}

async function cloudflare(clock: FakeClock): Promise<Platform> {
  const standIn = await startCloudflareStandIn({ token, clock, run: runInEngine })
  return { standIn, left: () => standIn.scripts.size }
}

/** Deploys, and runs the very files that were uploaded as the platform would. */
async function liveThrough<Options>(
  provider: Connected<Options>,
  options: object,
  platform: Platform,
  clock: FakeClock,
) {
  onTestFinished(() => platform.standIn.close())
  const env = { VERCEL_TOKEN: token, NETLIFY_AUTH_TOKEN: token, CLOUDFLARE_API_TOKEN: token }
  const context = createDeployContext({ env, clock, baseUrls: platform.standIn.baseUrls })
  const deployment = await provider.deploy(specFor(provider, options), context)
  const [target] = deployment.targets
  if (!target) throw new Error('no target')
  const read = async (at: Target) => (await invoke(provider, at, context)).read
  // A Worker had to be called to see that it is there: its first request is the one after a new version.
  if (target.facts?.freshlyDeployed === false) await provider.evict?.(deployment, context)
  const [cold, warm] = [await read(target), await read(target)]
  const [moved = target] = (await provider.evict?.(deployment, context)) ?? []
  const coldAgain = await read(moved)
  await provider.destroy(deployment, context)
  return { cold, warm, coldAgain, open: await context.ledger.open() }
}

/** Every form of a deployment to a cloud whose stand-in runs what was uploaded. */
const forms = [
  ['Vercel, prebuilt', vercel, vercelProvider, { upload: 'prebuilt' }],
  ['Vercel, built by it', vercel, vercelProvider, { upload: 'source' }],
  ['Vercel, web handler on a preview', vercel, vercelProvider, { handler: 'web', environment: 'preview' }],
  ['Netlify, v2', netlify, netlifyProvider, {}],
  ['Netlify, v1', netlify, netlifyProvider, { api: 'v1' }],
  ['Cloudflare', cloudflare, cloudflareProvider, {}],
] as const

/** A platform whose functions run only under a runtime of its own. */
const needs: Partial<Record<string, string>> = { Cloudflare: '../oracles/workerd/node_modules' }
const isThere = (form: string) => existsSync(new URL(needs[form] ?? '.', import.meta.url))

/** Deploys each form, calls, evicts and destroys it. */
export function describeLifecycles(): void {
  describe.each(forms.filter(([form]) => isThere(form)))('%s', (_, start, provider, options) => {
    it('is deployed, cold, warm, forced cold and gone, running the files that were uploaded', async () => {
      const clock = createFakeClock()
      const platform = await start(clock)
      const { cold, warm, coldAgain, open } = await liveThrough(
        provider as Connected,
        options,
        platform,
        clock,
      )
      expect([cold, warm, coldAgain].map(({ error }) => error)).toEqual([undefined, undefined, undefined])
      expect([cold, warm, coldAgain].map(({ instance }) => instance?.invocation)).toEqual([1, 2, 1])
      expect(warm.instance?.id).toBe(cold.instance?.id)
      expect(coldAgain.instance?.id).not.toBe(cold.instance?.id)
      // A Worker cannot say how long it took to start.
      if (provider !== cloudflareProvider) expect(cold.instance?.bootMs).toBeGreaterThan(0)
      expect(platform.left()).toBe(0)
      expect(open).toEqual([])
      expect(platform.standIn.refusals).toEqual([])
    })
  })
}
