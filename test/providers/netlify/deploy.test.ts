import { describe, expect, it } from 'vitest'
import { netlifyProvider } from '../../support/connected-providers.ts'
import { invoke, onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { nameTaken } from '../../support/stand-in/netlify-stand-in.ts'
import { setUp } from './support/deployed-netlify.ts'

describe('deploy to Netlify', () => {
  it('makes a site and one draft deploy that is verified, then takes it all down', async () => {
    const { standIn, context } = await setUp()
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect([...standIn.deploys.values()]).toMatchObject([{ draft: true }])
    expect(standIn.credits()).toBe(0)
    expect(deployment.targets).toMatchObject([
      {
        id: 'netlify',
        provider: 'netlify',
        platform: 'cloud',
        facts: { parity: { stage: 'draft', own: { 'functions API': 'v2' } } },
      },
    ])
    await netlifyProvider.destroy(deployment, context)
    expect(standIn.sites.size + standIn.deploys.size).toBe(0)
    expect(await context.ledger.open()).toEqual([])
    expect(standIn.refusals).toEqual([])
  })

  it.each(['v1', 'v2'])('sends only what Netlify’s published description allows, API %s', async (api) => {
    const { standIn, context } = await setUp()
    const given = { replicas: 3, region: 'fra', memoryMb: 2048, schedule: '0 5 * * *', paddingKb: 8 }
    const spec = specFor(netlifyProvider, { api, production: true }, given)
    await netlifyProvider.deploy(spec, context)
    expect(standIn.refusals).toEqual([])
  })

  it('puts every replica into one deploy, each a function of its own', async () => {
    const { standIn, context } = await setUp()
    const { targets } = await netlifyProvider.deploy(specFor(netlifyProvider, {}, { replicas: 3 }), context)
    expect(targets.map(({ id }) => id)).toEqual(['netlify', 'netlify#2', 'netlify#3'])
    const [deploy] = [...standIn.deploys.values()]
    // Three replicas and the copy to verify, all with different bytes.
    expect(new Set(Object.values(deploy?.functions ?? {})).size).toBe(4)
  })

  it('calls a copy of the function to verify, never the one that will be measured', async () => {
    const { context } = await setUp()
    const [target] = (await netlifyProvider.deploy(specFor(netlifyProvider), context)).targets
    if (!target) throw new Error('no target')
    const { read } = await invoke(netlifyProvider, target, context)
    expect(read.instance?.invocation).toBe(1)
    expect(read.platform?.requestId).toMatch(/^[0-9A-F]{26}$/)
  })

  it('opens connections on a static file of the same host', async () => {
    const { context } = await setUp()
    const [target] = (await netlifyProvider.deploy(specFor(netlifyProvider), context)).targets
    if (!target) throw new Error('no target')
    const request = await netlifyProvider.connectOnly?.(target, context)
    expect(request?.url).toBe(target.url.replace('/.netlify/functions/hello-0', '/coldstart.json'))
  })

  it('uploads nothing that Netlify has already', async () => {
    const { standIn, context } = await setUp()
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    await netlifyProvider.evict?.(await onlyOpen(context), context)
    const uploads = standIn.calls
      .filter((call) => call.startsWith('PUT'))
      .map((call) => call.split('/').at(-1))
    expect(uploads).toEqual([
      'index.html',
      'coldstart.json',
      'hello-0',
      'verify',
      'coldstart.json',
      'hello-0',
      'verify',
    ])
  })

  it('takes another name when the first is taken, and forgets it', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /POST .*\/ada\/sites/, times: 2, reply: nameTaken() })
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider), context)
    const sites = deployment.resources.filter(({ kind }) => kind === 'netlify-site')
    expect(sites.map(({ name }) => name)).toEqual([...standIn.sites.values()].map(({ name }) => name))
  })

  it('says which page opens a private project', async () => {
    const { context } = await setUp({ isPrivate: true })
    await expect(netlifyProvider.deploy(specFor(netlifyProvider), context)).rejects.toMatchObject({
      code: 'login-wall',
      hint: expect.stringMatching(
        /app\.netlify\.com\/projects\/coldstart-.* Visitor access > Project visibility/s,
      ),
    })
  })

  it('leads from a private project to what works, with its price', async () => {
    const { context } = await setUp({ isPrivate: true })
    await expect(netlifyProvider.deploy(specFor(netlifyProvider), context)).rejects.toMatchObject({
      hint: expect.stringMatching(/--netlify-site <id>.*--netlify-production.*15 credits \(about \$0\.15\)/s),
    })
  })

  it('schedules a copy of its own, on production deploys only', async () => {
    const { standIn, context } = await setUp()
    const given = { schedule: '0 5 * * *' }
    const draft = netlifyProvider.deploy(specFor(netlifyProvider, {}, given), context)
    await expect(draft).rejects.toMatchObject({ code: 'cannot-deploy' })
    await netlifyProvider.deploy(specFor(netlifyProvider, { production: true }, given), context)
    expect([...standIn.deploys.values()]).toMatchObject([
      { draft: false, schedules: [{ name: 'scheduled', cron: '0 5 * * *' }] },
    ])
    expect(standIn.credits()).toBe(15)
  })
})
