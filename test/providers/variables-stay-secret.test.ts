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
const VALUE = 'planted-value-4711'

function deployWith<Options>(provider: Connected<Options>) {
  return (workload: WorkloadSource, context: ProviderContext) =>
    provider.deploy(specFor(provider, {}, { workload }), context)
}

const platforms = {
  vercel: {
    start: startVercelStandIn,
    deploy: deployWith(vercelProvider),
    tokenName: 'VERCEL_TOKEN',
    call: /POST .*\/env$/,
    source: 'export default (req, res) => res.end("x")',
  },
  netlify: {
    start: startNetlifyStandIn,
    deploy: deployWith(netlifyProvider),
    tokenName: 'NETLIFY_AUTH_TOKEN',
    call: /POST .*\/deploys$/,
    source: 'export default async () => new Response("x")',
  },
  cloudflare: {
    start: startCloudflareStandIn,
    deploy: deployWith(cloudflareProvider),
    tokenName: 'CLOUDFLARE_API_TOKEN',
    call: /PUT .*\/workers\/scripts\//,
    source: 'export default { fetch: () => new Response("x") }',
  },
} as const

describe('the value of a variable that a platform quotes as it refuses the deploy', () => {
  it.each(Object.entries(platforms))('is not in the error of %s', async (_, platform) => {
    const { start, deploy, tokenName, call, source } = platform
    const clock = createFakeClock()
    const standIn = await start({ clock, token })
    onTestFinished(() => standIn.close())
    const context = createDeployContext({ env: { [tokenName]: token }, clock, baseUrls: standIn.baseUrls })
    const file = join(temporaryFolder(), 'mine.mjs')
    writeFileSync(file, source)
    const workload = { file, variables: { WORD: VALUE } }
    standIn.misbehave({ call, reply: { status: 400, json: { message: `WORD is ${VALUE}, which is odd` } } })
    await expect(deploy(workload, context)).rejects.toMatchObject({
      message: expect.stringContaining('WORD is [redacted], which is odd'),
    })
    expect(context.logged.join()).not.toContain(VALUE)
  })
})
