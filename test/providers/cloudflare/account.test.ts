import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cloudflareProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { startCloudflareStandIn } from '../../support/stand-in/cloudflare-stand-in.ts'
import { createDeployContext, specFor } from '../../support/stand-in/deploy-setup.ts'

const token = 'planted-token-4711'

async function setUp(env: Readonly<Record<string, string>> = {}, accounts = ['acc1']) {
  const clock = createFakeClock()
  const standIn = await startCloudflareStandIn({ clock, token, accounts })
  onTestFinished(() => standIn.close())
  const all = { CLOUDFLARE_API_TOKEN: token, ...env }
  return { standIn, context: createDeployContext({ env: all, clock, baseUrls: standIn.baseUrls }) }
}

const mayNotList = {
  call: /GET \/accounts$/,
  times: 9,
  reply: { status: 403, json: { success: false, errors: [{ code: 9109, message: 'Unauthorized' }] } },
}

describe('an account on Cloudflare', () => {
  it('is left by a token that may not list accounts, as it was deployed to', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave(mayNotList)
    const spec = specFor(cloudflareProvider, { account: 'acc1' })
    const deployment = await cloudflareProvider.deploy(spec, context)
    await cloudflareProvider.destroy(deployment, context)
    expect(standIn.scripts.size).toBe(0)
    expect(await context.ledger.open()).toEqual([])
  })

  it('is not said to be missing where the credentials are refused', async () => {
    const { context } = await setUp({ CLOUDFLARE_API_TOKEN: 'another-token' })
    await expect(cloudflareProvider.plan(specFor(cloudflareProvider), context)).rejects.toMatchObject({
      code: 'remote-unauthorized',
      message: expect.stringContaining('Authentication error'),
      hint: expect.stringMatching(/CLOUDFLARE_ACCOUNT_ID.*CLOUDFLARE_API_TOKEN/),
    })
    expect(await cloudflareProvider.check(context)).toMatchObject({ ready: false })
  })

  it('of the wrangler file where coldstart is started is the one that doctor looks at and orphans are sought in', async () => {
    const { standIn, context } = await setUp({}, ['acc1', 'acc2'])
    expect(await cloudflareProvider.check(context)).toMatchObject({ ready: false })
    const deployed = specFor(cloudflareProvider, { account: 'acc2' })
    await cloudflareProvider.deploy(deployed, context)
    writeFileSync(join(context.cwd, 'wrangler.toml'), 'name = "shop"\naccount_id = "acc2"\n')
    expect(await cloudflareProvider.check(context)).toMatchObject({ ready: true, account: 'acc2' })
    const found = await cloudflareProvider.findOrphans?.(context)
    expect(found).toMatchObject([{ account: 'acc2', resources: [{ owned: true }] }])
    expect(standIn.refusals).toEqual([])
  })

  it('that file and variable name differently is no account, and a file that is none is said', async () => {
    const { context } = await setUp({ CLOUDFLARE_ACCOUNT_ID: 'acc1' })
    const said = async (toml: string) => {
      writeFileSync(join(context.cwd, 'wrangler.toml'), toml)
      return JSON.stringify(await cloudflareProvider.check(context))
    }
    expect(await said('account_id = "acc2"\n')).toMatch(/names the account acc2, and CLOUDFLARE_ACCOUNT_ID/)
    await expect(cloudflareProvider.findOrphans?.(context)).rejects.toMatchObject({ code: 'cannot-deploy' })
    expect(await said('account_id = \n')).toContain('not a configuration that wrangler can read')
  })
})
