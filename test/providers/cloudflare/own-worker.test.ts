import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cloudflareProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { startCloudflareStandIn } from '../../support/stand-in/cloudflare-stand-in.ts'
import { createDeployContext, onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const token = 'planted-token-4711'
const WRANGLER =
  'compatibility_date = "2026-02-02"\ncompatibility_flags = ["nodejs_compat"]\n[vars]\nA = "file"\n'

/** A Worker of the user's, deployed, beside one that was there before. */
async function deployed(variables: Readonly<Record<string, string>> = {}, wrangler = WRANGLER) {
  const clock = createFakeClock()
  const standIn = await startCloudflareStandIn({ clock, token })
  onTestFinished(() => standIn.close())
  standIn.addScript('shop')
  const env = { CLOUDFLARE_API_TOKEN: token }
  const context = createDeployContext({ env, clock, baseUrls: standIn.baseUrls })
  const folder = temporaryFolder()
  const file = join(folder, 'mine.mjs')
  writeFileSync(file, 'export default { fetch: () => new Response("x") }')
  writeFileSync(join(folder, 'wrangler.toml'), wrangler)
  writeFileSync(join(folder, '.dev.vars'), 'LOCAL=for-this-machine')
  const spec = specFor(cloudflareProvider, {}, { workload: { file, variables } })
  const deployment = await cloudflareProvider.deploy(spec, context)
  const ours = () => [...standIn.scripts].find(([key]) => key !== 'acc1/shop')?.[1]
  return { standIn, context, folder, spec, deployment, ours }
}

const bindings = [
  { type: 'plain_text', name: 'A', text: 'file' },
  { type: 'secret_text', name: 'KEY', text: 'hidden' },
]

describe('a Worker of the user’s own, deployed', () => {
  it('has the settings of its wrangler file, --env as secrets, and nothing of .dev.vars', async () => {
    const { ours, spec, context } = await deployed({ KEY: 'hidden' })
    expect(ours()?.metadata).toMatchObject({
      compatibility_date: '2026-02-02',
      compatibility_flags: ['nodejs_compat'],
      bindings,
    })
    expect(JSON.stringify([ours()?.metadata, [...(ours()?.files ?? [])]])).not.toContain('for-this-machine')
    const { preview } = await cloudflareProvider.plan(spec, context)
    expect(preview.notes?.join()).toContain('.dev.vars: for local runs, and not uploaded')
  })

  it('is forced cold by the same version anew, with its secrets, and takes nothing of others along', async () => {
    const { ours, deployment, context, standIn } = await deployed({ KEY: 'hidden' })
    const before = ours()
    await cloudflareProvider.evict?.(deployment, context)
    expect(ours()).not.toBe(before)
    const { annotations: _, ...same } = before?.metadata ?? {}
    expect(ours()?.metadata).toMatchObject({ ...same, bindings })
    expect(ours()?.files).toEqual(before?.files)
    expect(ours()?.enabled).toBe(true)
    await cloudflareProvider.destroy(deployment, context)
    expect([...standIn.scripts.keys()]).toEqual(['acc1/shop'])
    expect(standIn.calls.filter((call) => call.includes('shop'))).toEqual([])
  })

  it('says what its wrangler file asks for beyond that, before and with every result', async () => {
    const { spec, context, deployment } = await deployed({}, `${WRANGLER}[placement]\nmode = "smart"\n`)
    const { preview } = await cloudflareProvider.plan(spec, context)
    expect(preview.notes?.join()).toContain('placement of the wrangler file: not followed')
    expect(deployment.targets[0]?.facts?.parity?.own).toMatchObject({ 'not followed': 'placement' })
  })

  it('goes to the account of its wrangler file, and to none where CLOUDFLARE_ACCOUNT_ID is another', async () => {
    const { spec, context, deployment } = await deployed({}, `account_id = "acc1"\n${WRANGLER}`)
    expect(deployment.account).toBe('acc1')
    const other = { ...context, env: { ...context.env, CLOUDFLARE_ACCOUNT_ID: 'acc2' } }
    await expect(cloudflareProvider.plan(spec, other)).rejects.toMatchObject({
      code: 'cannot-deploy',
      message: expect.stringContaining('names the account acc1, and CLOUDFLARE_ACCOUNT_ID another, acc2'),
      hint: expect.stringContaining('--cloudflare-account acc1'),
    })
    const chosen = { ...spec, options: { ...spec.options, account: 'acc1' } }
    expect(await cloudflareProvider.plan(chosen, other)).toMatchObject({ account: 'acc1' })
  })

  it.each([
    ['date', WRANGLER.replace('2026-02-02', '2026-02-03')],
    ['flags', WRANGLER.replace('nodejs_compat', 'nodejs_als')],
    ['vars', WRANGLER.replace('"file"', '"other"')],
  ])(
    'is not forced cold by another process where the %s of its wrangler file have changed',
    async (_, toml) => {
      const { folder, context, ours } = await deployed()
      const before = ours()
      writeFileSync(join(folder, 'wrangler.toml'), toml)
      const evict = async () => cloudflareProvider.evict?.(await onlyOpen(context), { ...context })
      await expect(evict()).rejects.toThrow('flags or vars of the wrangler file have changed since')
      expect(ours()).toBe(before)
      writeFileSync(join(folder, 'wrangler.toml'), WRANGLER)
      await evict()
      expect(ours()).not.toBe(before)
    },
  )
})
